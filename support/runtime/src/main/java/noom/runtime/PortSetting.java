package noom.runtime;

import java.net.BindException;
import java.util.function.IntFunction;

/**
 * A port in a setting that is no port, or that another program has, would end in a stack trace: this makes one
 * sentence of it, which names the setting and says what to do.
 *
 * @param setting the environment variable
 * @param number 0 to 65535; 0 takes a free port
 */
public record PortSetting(String setting, int number) {
    private static final int LAST = 65_535;

    /**
     * Reads a port from the environment.
     *
     * @throws SettingException if the variable holds anything but a whole number from 0 to 65535
     */
    public static PortSetting read(String name, int standard) {
        return of(name, System.getenv(name), standard);
    }

    static PortSetting of(String name, String value, int standard) {
        if (value == null || value.isBlank()) {
            return new PortSetting(name, standard);
        }
        if (!value.strip().matches("[0-9]{1,5}") || Integer.parseInt(value.strip()) > LAST) {
            throw new SettingException(
                    "%s is \"%s\", which is no port. Set it to a whole number from 0 to %d, or leave it out for %d."
                            .formatted(name, value, LAST, standard));
        }
        return new PortSetting(name, Integer.parseInt(value.strip()));
    }

    /**
     * Starts a server on this port.
     *
     * @param start what opens the port, and throws if it cannot
     * @return the started server
     * @throws SettingException if the port cannot be had
     */
    public <T> T open(IntFunction<T> start) {
        try {
            return start.apply(number);
        } catch (RuntimeException failure) {
            if (causedByBind(failure)) {
                throw new SettingException(
                        "%s %d cannot be opened: another program has it. Stop that program, or set %s to another port."
                                .formatted(setting, number, setting));
            }
            throw failure;
        }
    }

    private static boolean causedByBind(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }
}
