package noom.runtime;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.Optional;

/**
 * Why a port cannot be opened. Java throws one class for all reasons, and the message is the operating system's, in the
 * language of the user. So two of the reasons are provoked here, and their messages compared.
 */
enum BindFailure {
    IN_USE("another program has it. Stop that program, or set %s to another port."),
    NOT_PERMITTED("this user may not open it. Set %s to another port, 1024 or higher."),
    ADDRESS_NOT_AVAILABLE("this machine does not have its address. Mend the network, or set %s to another port."),
    OTHER("the system refuses it. Mend that, or set %s to another port. The system says: ");

    /** For documentation (RFC 5737), so no machine has this address. */
    private static final String ADDRESS_OF_NOBODY = "192.0.2.1";

    private final String advice;

    BindFailure(String advice) {
        this.advice = advice;
    }

    /** What to say about a failed start, or null if no socket was its cause. */
    static String explain(Throwable failure, String setting, int port) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketException socketFailure) {
                return explain(socketFailure, setting, port);
            }
        }
        return null;
    }

    private static String explain(SocketException failure, String setting, int port) {
        var reason = of(failure);
        var explanation = "%s %d cannot be opened: ".formatted(setting, port) + reason.advice.formatted(setting);
        return reason == OTHER ? explanation + failure.getMessage() : explanation;
    }

    private static BindFailure of(SocketException failure) {
        if (!(failure instanceof BindException) || failure.getMessage() == null) {
            return OTHER;
        }
        // Netty puts its own words before those of the system.
        if (says(failure, messageOfPortInUse())) {
            return IN_USE;
        }
        if (says(failure, messageOfForeignAddress())) {
            return ADDRESS_NOT_AVAILABLE;
        }
        // Java knows three reasons for a BindException, and this is the third.
        return NOT_PERMITTED;
    }

    private static boolean says(SocketException failure, Optional<String> message) {
        return message.filter(failure.getMessage()::contains).isPresent();
    }

    private static Optional<String> messageOfPortInUse() {
        try (var first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return messageOfBind(new InetSocketAddress(first.getInetAddress(), first.getLocalPort()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> messageOfForeignAddress() {
        return messageOfBind(new InetSocketAddress(ADDRESS_OF_NOBODY, 0));
    }

    /** Empty if the address can be opened: some systems allow a foreign one. */
    private static Optional<String> messageOfBind(InetSocketAddress address) {
        try (var socket = new ServerSocket()) {
            socket.bind(address);
            return Optional.empty();
        } catch (IOException expected) {
            return Optional.ofNullable(expected.getMessage());
        }
    }
}
