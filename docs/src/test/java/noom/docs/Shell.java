package noom.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** As much of a shell as the pages use: words, quotes, {@code &&}, {@code ;}, {@code |} and {@code ( )}. */
final class Shell {
    private static final Pattern TOKEN =
            Pattern.compile("#.*|&&|\\|\\||[;|()&]|(?:'[^']*'|\"[^\"]*\"|[^\\s;|()&'\"])+");
    private static final Pattern SETTING = Pattern.compile("[A-Z_]+=.*");

    private Shell() {}

    /** One command's words, without quotes and without the settings before it. */
    static List<String> words(String command) {
        return commands(command).get(0);
    }

    /** The commands of a line, and the parentheses, each as a command of its own. */
    static List<List<String>> commands(String line) {
        var commands = new ArrayList<List<String>>();
        var command = new ArrayList<String>();
        for (var token :
                TOKEN.matcher(line).results().map(found -> found.group()).toList()) {
            var ends = token.matches("&&|\\|\\||[;|()&]|#.*");
            if (ends && !command.isEmpty()) {
                commands.add(List.copyOf(command));
                command.clear();
            }
            if (token.matches("[()]")) {
                commands.add(List.of(token));
            } else if (!ends && !(command.isEmpty() && SETTING.matcher(token).matches())) {
                command.add(token.replaceAll("['\"]", ""));
            }
        }
        if (!command.isEmpty()) {
            commands.add(List.copyOf(command));
        }
        return commands;
    }
}
