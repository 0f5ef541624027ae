package noom.socketio.protocol;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes JSON in which a placeholder stands for bytes, wherever they are: in a list, an object or a {@code JsonNode}
 * (Socket.IO protocol v5, "Sending and receiving data"). It costs nothing where there are no bytes.
 */
final class AttachmentFactory extends JsonFactory {
    private static final long serialVersionUID = 1L;

    private transient List<byte[]> taken = List.of();

    /** Forgets the bytes of the value before. */
    void clear() {
        if (!taken.isEmpty()) {
            taken = List.of();
        }
    }

    /** The bytes of the latest value, in the order of their placeholders. */
    List<byte[]> taken() {
        return taken;
    }

    private int take(byte[] bytes) {
        if (taken.isEmpty()) {
            taken = new ArrayList<>();
        }
        taken.add(bytes);
        return taken.size() - 1;
    }

    @Override
    protected JsonGenerator _createUTF8Generator(OutputStream out, IOContext context) {
        return new Generator(context, _generatorFeatures, _objectCodec, out, _quoteChar);
    }

    private final class Generator extends UTF8JsonGenerator {
        private Generator(IOContext context, int features, ObjectCodec codec, OutputStream out, char quote) {
            super(context, features, codec, out, quote);
        }

        @Override
        public void writeBinary(Base64Variant variant, byte[] data, int offset, int length) throws IOException {
            var number = take(Arrays.copyOfRange(data, offset, offset + length));
            writeStartObject();
            writeBooleanField("_placeholder", true);
            writeNumberField("num", number);
            writeEndObject();
        }

        @Override
        public int writeBinary(Base64Variant variant, InputStream data, int length) throws IOException {
            var bytes = length < 0 ? data.readAllBytes() : data.readNBytes(length);
            writeBinary(variant, bytes, 0, bytes.length);
            return bytes.length;
        }
    }
}
