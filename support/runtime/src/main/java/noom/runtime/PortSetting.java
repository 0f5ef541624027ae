package noom.runtime;

import java.util.function.IntFunction;

/**
 * A port from the environment. An invalid port, or one that cannot be opened, becomes one line that names the setting and
 * says what to do; without this it is a stack trace.
 *
 * @param setting the environment variable
 * @param number 0 to 65535; 0 takes a free port
 */
public record PortSetting(String setting, int number) {
    private static final int MAX = 65_535;

    /**
     * Reads a port from the environment.
     *
     * @throws SettingException if the variable is not a whole number from 0 to 65535
     */
    public static PortSetting read(String name, int defaultPort) {
        return of(name, System.getenv(name), defaultPort);
    }

    static PortSetting of(String name, String value, int defaultPort) {
        if (value == null || value.isBlank()) {
            return new PortSetting(name, defaultPort);
        }
        if (!value.strip().matches("[0-9]{1,5}") || Integer.parseInt(value.strip()) > MAX) {
            throw new SettingException(
                    "%s is \"%s\", which is not a port. Set it to a whole number from 0 to %d, or leave it out for %d."
                            .formatted(name, value, MAX, defaultPort));
        }
        return new PortSetting(name, Integer.parseInt(value.strip()));
    }

    /**
     * Starts a server on this port.
     *
     * @param start opens the port it is given, and throws if it cannot
     * @return the started server
     * @throws SettingException if the port cannot be opened; the message says why
     */
    public <T> T open(IntFunction<T> start) {
        try {
            return start.apply(number);
        } catch (RuntimeException failure) {
            var explanation = BindFailure.explain(failure, setting, number);
            if (explanation == null) {
                throw failure;
            }
            throw new SettingException(explanation);
        }
    }
}
