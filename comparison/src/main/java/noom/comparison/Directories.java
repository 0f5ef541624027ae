package noom.comparison;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Locates the folders of this repository, independent of the working directory. */
final class Directories {
    /** The folder {@code comparison}. */
    static final Path MODULE = module();

    /** The root of the repository. */
    static final Path ROOT = MODULE.getParent();

    private Directories() {}

    /** The classes are in {@code comparison/target/classes}. */
    private static Path module() {
        try {
            var classes = Path.of(Directories.class
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
