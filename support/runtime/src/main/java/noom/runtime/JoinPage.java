package noom.runtime;

import de.neuland.pug4j.PugEngine;
import de.neuland.pug4j.template.TemplateLoader;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The page {@code /join}, to be projected before a class: the addresses of this computer in its network, in large type and as
 * QR codes. The port is that of the request, so behind a proxy it is the proxy's.
 */
final class JoinPage {
    private static final int HTTP_PORT = 80;

    private final PugEngine engine =
            PugEngine.builder().templateLoader(new ViewLoader()).build();
    private final Supplier<List<String>> hosts;

    private JoinPage(Supplier<List<String>> hosts) {
        this.hosts = hosts;
    }

    static void configure(JavalinConfig config) {
        configure(config, NetworkAddresses::find);
    }

    static void configure(JavalinConfig config, Supplier<List<String>> hosts) {
        config.routes.get("/join", new JoinPage(hosts)::show);
    }

    private void show(Context request) throws IOException {
        var codes = hosts.get().stream()
                .map(host -> address(request, host))
                .map(address -> Map.of("text", address, "code", new QrCode(address)))
                .toList();
        var model = new HashMap<String, Object>(Map.of("addresses", codes, "here", address(request, "localhost")));
        request.contentType("text/html;charset=utf-8");
        request.result(engine.render(engine.getTemplate("join.pug"), model));
    }

    private static String address(Context request, String host) {
        var port = request.port() == HTTP_PORT ? "" : ":" + request.port();
        return "http://" + host + port;
    }

    /** Loads the views of this package. pug4j's own loader reads none from a jar. */
    private static final class ViewLoader implements TemplateLoader {
        @Override
        public long getLastModified(String name) {
            return 0;
        }

        @Override
        public Reader getReader(String name) {
            return new InputStreamReader(JoinPage.class.getResourceAsStream(name), StandardCharsets.UTF_8);
        }

        @Override
        public String getExtension() {
            return "pug";
        }

        @Override
        public String getBase() {
            return "";
        }
    }
}
