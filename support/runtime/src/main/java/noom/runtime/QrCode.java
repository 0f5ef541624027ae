package noom.runtime;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;

/** A QR code as the shape of an SVG path, with the white border of four modules that cameras need. */
public final class QrCode {
    private final BitMatrix modules;

    QrCode(String text) {
        try {
            modules = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0);
        } catch (WriterException e) {
            throw new IllegalArgumentException(text + " is too long for a QR code", e);
        }
    }

    /** The square that the path needs. Its unit is a module. */
    public String getViewBox() {
        return "0 0 %d %d".formatted(modules.getWidth(), modules.getHeight());
    }

    /** One square a dark module. */
    public String getPath() {
        var path = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y++) {
            for (int x = 0; x < modules.getWidth(); x++) {
                if (modules.get(x, y)) {
                    path.append("M%d %dh1v1h-1z".formatted(x, y));
                }
            }
        }
        return path.toString();
    }
}
