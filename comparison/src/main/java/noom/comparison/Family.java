package noom.comparison;

/** Who makes a contender. It has one colour in all charts, for a light and for a dark page. */
enum Family {
    OURS("ours", "#1d6fd1", "#6cb2ff"),
    LIBRARY("the library alone", "#8a63c9", "#bea0f0"),
    JAVALIN("Javalin", "#b3521b", "#f0a06a"),
    NODE("Node", "#3c7f3c", "#7fc97f"),
    BUN("Bun", "#a8327e", "#f08cc9"),
    LIMIT("plain TCP, the limit", "#6b7280", "#a3aab5");

    final String title;
    final String color;
    final String colorOnDark;

    Family(String title, String color, String colorOnDark) {
        this.title = title;
        this.color = color;
        this.colorOnDark = colorOnDark;
    }
}
