package noom.websocket;

import java.util.stream.Stream;
import noom.testkit.RawConnection;

/** Bytes after the handshake, and the close code that answers them (RFC 6455, section 7.4.1). */
record InvalidFrame(String name, int closeCode, byte[] bytes) {
    InvalidFrame(String name, int closeCode, int... bytes) {
        this(name, closeCode, toBytes(bytes));
    }

    static Stream<InvalidFrame> all() {
        return Stream.of(
                new InvalidFrame("17 KiB", 1009, RawConnection.frame(RawConnection.TEXT, new byte[17 * 1024])),
                new InvalidFrame(
                        "one byte over 16 KiB", 1009, RawConnection.frame(RawConnection.TEXT, new byte[16 * 1024 + 1])),
                new InvalidFrame("2 GB declared", 1009, 0x81, 0xFF, 0, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4),
                new InvalidFrame("2^63 declared", 1009, 0x81, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4),
                new InvalidFrame(
                        "invalid UTF-8", 1007, RawConnection.frame(RawConnection.TEXT, new byte[] {'h', (byte) 0xFF})),
                new InvalidFrame("half a surrogate", 1007, RawConnection.frame(RawConnection.TEXT, new byte[] {
                    (byte) 0xED, (byte) 0xA0, (byte) 0x80
                })),
                new InvalidFrame("no mask", 1002, 0x81, 0x02, 'h', 'i'),
                new InvalidFrame("a reserved opcode", 1002, RawConnection.frame(0x83, "hi")),
                new InvalidFrame("a reserved bit", 1002, RawConnection.frame(0xC1, "hi")),
                new InvalidFrame("a fragmented ping", 1002, RawConnection.frame(0x09, "hi")),
                new InvalidFrame("a ping of 126 bytes", 1002, RawConnection.frame(RawConnection.PING, new byte[126])),
                new InvalidFrame(
                        "a continuation of nothing", 1002, RawConnection.frame(RawConnection.LAST_FRAGMENT, "hi")),
                new InvalidFrame("a reserved close code", 1002, RawConnection.frame(RawConnection.CLOSE, new byte[] {
                    0x03, (byte) 0xED
                })));
    }

    private static byte[] toBytes(int[] values) {
        var bytes = new byte[values.length];
        for (var i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Override
    public String toString() {
        return name;
    }
}
