package noom.testkit;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.openqa.selenium.JavascriptException;
import org.openqa.selenium.json.Json;

/** One window of Firefox. Clicks and keys are those of the browser, as a person's, not calls of a script. */
public final class FirefoxWindow extends BrowserWindow {
    private static final Json JSON = new Json();

    /** Arguments and result cross as JSON, so that both have the types that they have in Chromium. */
    private static final String CALL = """
            async (json) => {
                const call = function () { %s };
                return JSON.stringify(await call.apply(null, JSON.parse(json)));
            }
            """;

    /** The middle of the first match that is enabled and not covered, or nothing. */
    private static final String POINT_TO_CLICK = """
            const first = document.querySelector(arguments[0]);
            if (!first?.matches(":not(:disabled)")) {
                return null;
            }
            first.scrollIntoView({ block: "nearest", inline: "nearest" });
            const { left, top, width, height } = first.getBoundingClientRect();
            const point = [Math.floor(left + width / 2), Math.floor(top + height / 2)];
            return first.contains(document.elementFromPoint(...point)) ? point : null;
            """;

    private static final String CURSOR_TO_THE_END = """
            const field = document.querySelector(arguments[0]);
            if (!field?.matches(":not(:disabled)")) {
                return false;
            }
            field.focus();
            field.setSelectionRange(field.value.length, field.value.length);
            return true;
            """;

    private final Firefox firefox;
    private final String context;
    private final Queue<String> console = new ConcurrentLinkedQueue<>();

    FirefoxWindow(Firefox firefox, String context) {
        this.firefox = firefox;
        this.context = context;
        firefox.onLogEntry(context, console::add);
    }

    @Override
    public void go(String url) {
        firefox.send("browsingContext.navigate", Map.of("context", context, "url", url, "wait", "complete"));
    }

    @Override
    public String address() {
        return (String) script("return location.href");
    }

    @Override
    @SuppressWarnings("unchecked")
    public Object script(String javascript, Object... arguments) {
        var call = Map.of(
                "functionDeclaration", CALL.formatted(javascript),
                "arguments", List.of(Map.of("type", "string", "value", JSON.toJson(arguments))),
                "target", Map.of("context", context),
                "awaitPromise", true);
        var answer = firefox.send("script.callFunction", call);
        if (answer.get("type").equals("exception")) {
            var details = (Map<String, Object>) answer.get("exceptionDetails");
            throw new JavascriptException((String) details.get("text"));
        }
        var json = ((Map<String, Object>) answer.get("result")).get("value");
        return json == null ? null : JSON.toType((String) json, Object.class);
    }

    @Override
    public void type(String selector, String textAndKeys) {
        awaitResult(CURSOR_TO_THE_END, selector);
        var strokes = textAndKeys
                .codePoints()
                .mapToObj(Character::toString)
                .flatMap(key ->
                        Stream.of(Map.of("type", "keyDown", "value", key), Map.of("type", "keyUp", "value", key)))
                .toList();
        perform(Map.of("type", "key", "id", "keyboard", "actions", strokes));
    }

    @Override
    public void click(String selector) {
        var point = (List<?>) awaitResult(POINT_TO_CLICK, selector);
        var strokes = List.of(
                Map.of("type", "pointerMove", "x", point.get(0), "y", point.get(1)),
                Map.of("type", "pointerDown", "button", 0),
                Map.of("type", "pointerUp", "button", 0));
        perform(Map.of("type", "pointer", "id", "mouse", "actions", strokes));
    }

    @Override
    public List<String> console() {
        return Stream.generate(console::poll).takeWhile(Objects::nonNull).toList();
    }

    @Override
    public void resize(int width, int height) {
        var viewport = Map.of("width", width, "height", height);
        firefox.send("browsingContext.setViewport", Map.of("context", context, "viewport", viewport));
    }

    @Override
    public void close() {
        firefox.send("browsingContext.close", Map.of("context", context));
    }

    @Override
    byte[] png() {
        var answer = firefox.send("browsingContext.captureScreenshot", Map.of("context", context));
        return Base64.getDecoder().decode((String) answer.get("data"));
    }

    private Object awaitResult(String javascript, String selector) {
        return waiting(() -> selector + " in " + address()).until(ignored -> script(javascript, selector));
    }

    private void perform(Map<String, Object> input) {
        firefox.send("input.performActions", Map.of("context", context, "actions", List.of(input)));
    }
}
