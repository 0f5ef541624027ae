package noom.testkit;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A drawn person who waves: a friendlier picture for a call than Chromium's own test picture. */
public enum FakeCamera {
    ANN(new Color(0xffe3d3), new Color(0xf4b8a5), new Color(0xf7cfae), new Color(0x5b3426), new Color(0x2f7f79), true),
    BOB(new Color(0xd7e9fb), new Color(0x9cc2e8), new Color(0xc68b63), new Color(0x2b2320), new Color(0xe2953b), false);

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int FRAMES = 8;
    private static final int FRAMES_PER_SECOND = 5;
    private static final int FACE = 296;
    private static final int ELBOW = 480;

    private final Color top;
    private final Color bottom;
    private final Color skin;
    private final Color hair;
    private final Color shirt;
    private final boolean hasLongHair;

    FakeCamera(Color top, Color bottom, Color skin, Color hair, Color shirt, boolean hasLongHair) {
        this.top = top;
        this.bottom = bottom;
        this.skin = skin;
        this.hair = hair;
        this.shirt = shirt;
        this.hasLongHair = hasLongHair;
    }

    /** Arguments for {@link Browser#start}: all cameras of this browser show this person, five pictures a second. */
    public String[] arguments() {
        return new String[] {
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            "--use-file-for-fake-video-capture=" + write()
        };
    }

    /**
     * Writes a loop of pictures in the format YUV4MPEG2, which costs Chromium no decoding. The path is relative, because it
     * is the name of the camera on the page.
     */
    private Path write() {
        var file = Path.of("target", name().toLowerCase(Locale.ROOT) + ".y4m");
        try {
            Files.createDirectories(file.getParent());
            try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
                out.write(ascii("YUV4MPEG2 W%d H%d F%d:1\n".formatted(WIDTH, HEIGHT, FRAMES_PER_SECOND)));
                for (var frame = 0; frame < FRAMES; frame++) {
                    out.write(ascii("FRAME\n"));
                    writeYuv(draw(frame), out);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private BufferedImage draw(int frame) {
        var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        var swing = Math.sin(2 * Math.PI * frame / FRAMES);
        graphics.setPaint(new GradientPaint(0, 0, top, 0, HEIGHT, bottom));
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        graphics.translate(4 * swing, 0);
        drawArm(graphics, swing);
        drawBody(graphics);
        drawHead(graphics);
        graphics.dispose();
        return image;
    }

    /** The forearm turns on the elbow; the hand is at its end. */
    private void drawArm(Graphics2D graphics, double swing) {
        var before = graphics.getTransform();
        graphics.transform(AffineTransform.getRotateInstance(Math.toRadians(6 + 14 * swing), ELBOW, 440));
        graphics.setStroke(new BasicStroke(54, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.setPaint(shirt);
        graphics.draw(new Line2D.Double(ELBOW, 450, ELBOW, 310));
        graphics.setPaint(skin);
        graphics.setStroke(new BasicStroke(17, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        for (var finger = -1.5; finger <= 1.5; finger++) {
            graphics.draw(new Line2D.Double(ELBOW + 13 * finger, 255, ELBOW + 20 * finger, 202));
        }
        graphics.draw(new Line2D.Double(ELBOW - 20, 272, ELBOW - 47, 242));
        graphics.fill(new Ellipse2D.Double(ELBOW - 31, 228, 62, 70));
        graphics.setTransform(before);
    }

    private void drawBody(Graphics2D graphics) {
        if (hasLongHair) {
            graphics.setPaint(hair);
            graphics.fill(new RoundRectangle2D.Double(FACE - 112, 110, 224, 290, 190, 190));
        }
        graphics.setPaint(shirt);
        graphics.fill(new RoundRectangle2D.Double(FACE - 185, 365, 370, 260, 190, 190));
        graphics.setStroke(new BasicStroke(62, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(new Line2D.Double(FACE + 130, 440, ELBOW, 470));
        graphics.setPaint(shade(skin));
        graphics.fill(new RoundRectangle2D.Double(FACE - 36, 300, 72, 100, 60, 60));
        graphics.setPaint(skin);
        graphics.fill(new Arc2D.Double(FACE - 52, 330, 104, 84, 180, 180, Arc2D.CHORD));
    }

    private void drawHead(Graphics2D graphics) {
        graphics.setPaint(hasLongHair ? hair : skin);
        graphics.fill(new Ellipse2D.Double(FACE - 108, 205, 216, 48));
        graphics.setPaint(skin);
        graphics.fill(new RoundRectangle2D.Double(FACE - 95, 100, 190, 245, 180, 190));
        graphics.setPaint(hair);
        graphics.fill(new Arc2D.Double(FACE - 103, 82, 206, 190, 0, 180, Arc2D.CHORD));
        graphics.setPaint(new Color(0x2e2a28));
        for (var eye : new int[] {FACE - 42, FACE + 42}) {
            graphics.fill(new Ellipse2D.Double(eye - 9, 214, 18, 24));
        }
        graphics.setStroke(new BasicStroke(6, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        if (!hasLongHair) {
            for (var eye : new int[] {FACE - 42, FACE + 42}) {
                graphics.draw(new Ellipse2D.Double(eye - 32, 195, 64, 62));
            }
            graphics.draw(new Line2D.Double(FACE - 10, 224, FACE + 10, 224));
        }
        graphics.setPaint(new Color(0x9b3f3a));
        graphics.fill(new Arc2D.Double(FACE - 40, 240, 80, 76, 180, 180, Arc2D.CHORD));
        graphics.setPaint(new Color(255, 110, 100, 60));
        graphics.fill(new Ellipse2D.Double(FACE - 86, 252, 40, 28));
        graphics.fill(new Ellipse2D.Double(FACE + 46, 252, 40, 28));
    }

    private static Color shade(Color colour) {
        return new Color(colour.getRed() * 7 / 8, colour.getGreen() * 6 / 8, colour.getBlue() * 6 / 8);
    }

    /** Writes the three planes of a picture (ITU-R BT.601): brightness, and two of colour with half the lines and columns. */
    private static void writeYuv(BufferedImage image, OutputStream out) throws IOException {
        var pixels = image.getRGB(0, 0, WIDTH, HEIGHT, null, 0, WIDTH);
        var planes = new byte[WIDTH * HEIGHT * 3 / 2];
        var next = 0;
        for (var pixel : pixels) {
            planes[next++] = (byte) (16 + weigh(pixel, 66, 129, 25));
        }
        for (var weights : new int[][] {{-38, -74, 112}, {112, -94, -18}}) {
            for (var y = 0; y < HEIGHT; y += 2) {
                for (var x = 0; x < WIDTH; x += 2) {
                    var pixel = pixels[y * WIDTH + x];
                    planes[next++] = (byte) (128 + weigh(pixel, weights[0], weights[1], weights[2]));
                }
            }
        }
        out.write(planes);
    }

    private static int weigh(int pixel, int red, int green, int blue) {
        return (red * (pixel >> 16 & 255) + green * (pixel >> 8 & 255) + blue * (pixel & 255)) >> 8;
    }
}
