package noom.runtime;

import io.javalin.Javalin;

/** A server of pages, for the tests of what stands underneath. As a program, it takes a free port. */
final class TestPages {
    static final String LISTENING = "Listening on http://localhost:";

    private TestPages() {}

    public static void main(String[] args) {
        System.out.println(LISTENING + start(new IllegalStateException()).port());
    }

    /** Starts a server with the page {@code /}, and the page {@code /fault} that throws. */
    static Javalin start(Throwable fault) {
        return Javalin.create(config -> {
                    JavalinDefaults.configure(config);
                    config.routes.get("/", request -> request.result("home"));
                    config.routes.get("/fault", request -> TestPages.<RuntimeException>sneakyThrow(fault));
                })
                .start(0);
    }

    /** Throws any exception, as a handler of Javalin may. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneakyThrow(Throwable fault) throws T {
        throw (T) fault;
    }
}
