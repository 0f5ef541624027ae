package noom.comparison;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where the files of this repository are, from wherever Maven was called. */
final class Folders {
    /** {@code comparison}. */
    static final Path MODULE = module();

    /** The folder with all modules. */
    static final Path ROOT = MODULE.getParent();

    private Folders() {}

    /** Our classes are in {@code comparison/target/classes}. */
    private static Path module() {
        try {
            var classes = Path.of(Folders.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return classes.getParent().getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
