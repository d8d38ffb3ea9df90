// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import dev.trebuchetfx.protocol.transport.MessageCompression;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.enums.Opcode;
import org.java_websocket.enums.Role;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.Framedata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames that come in pieces, and bytes that are no frames. */
class FrameReaderTest {
    private static final int LIMIT = 64 << 20;

    /** A draft as both ends have it. */
    private static final class PlainDraft extends MessageDraft {
        PlainDraft(Role role) {
            super(MessageCompression.ON, LIMIT);
            setParseMode(role);
        }

        @Override
        public Draft copyInstance() {
            return this;
        }
    }

    @Property(tries = 300)
    void readsEachFrameWhateverThePieces(@ForAll long seed, @ForAll boolean masked) throws InvalidDataException {
        Random random = new Random(seed);
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        List<byte[]> sent = new ArrayList<>();
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            byte[] payload = new byte[random.nextBoolean() ? random.nextInt(130) : random.nextInt(70_000)];
            random.nextBytes(payload);
            sent.add(payload);
            write(wire, payload, masked ? random : null);
        }
        MessageDraft draft = new PlainDraft(masked ? Role.SERVER : Role.CLIENT);
        List<Framedata> read = new ArrayList<>();
        byte[] bytes = wire.toByteArray();
        for (int from = 0; from < bytes.length; ) {
            int length = Math.min(bytes.length - from, 1 + random.nextInt(random.nextBoolean() ? 5 : 40_000));
            read.addAll(draft.translateFrame(ByteBuffer.wrap(bytes, from, length)));
            from += length;
        }
        assertThat(read).hasSameSizeAs(sent);
        for (int i = 0; i < sent.size(); i++) {
            assertThat(read.get(i).getOpcode()).isEqualTo(Opcode.BINARY);
            assertThat(read.get(i).getPayloadData()).isEqualTo(ByteBuffer.wrap(sent.get(i)));
        }
    }

    private static void write(ByteArrayOutputStream wire, byte[] payload, @Nullable Random mask) {
        int maskBit = mask == null ? 0 : 0x80;
        wire.write(0x82);
        if (payload.length < 126) {
            wire.write(maskBit | payload.length);
        } else if (payload.length < 1 << 16) {
            wire.write(maskBit | 126);
            wire.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            wire.write(maskBit | 127);
            wire.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        byte[] content = payload.clone();
        if (mask != null) {
            byte[] key = new byte[4];
            mask.nextBytes(key);
            wire.writeBytes(key);
            for (int i = 0; i < content.length; i++) {
                content[i] ^= key[i % 4];
            }
        }
        wire.writeBytes(content);
    }

    @Test
    void whatIsOnlyAnnouncedTakesNoMemory() throws InvalidDataException {
        byte[] announced = HexFormat.of().parseHex("827f0000000004000000");
        long before = allocated();

        for (int i = 0; i < 8; i++) {
            assertThat(new PlainDraft(Role.CLIENT).translateFrame(ByteBuffer.wrap(announced)))
                    .isEmpty();
        }

        assertThat(allocated() - before).isLessThan(1 << 20);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CLIENT|828100000000|1002|the frames of a server must not be masked
            SERVER|8201|1002|the frames of a client must be masked
            CLIENT|8300|1002|expected an opcode of RFC 6455 but found 3
            CLIENT|8f00|1002|expected an opcode of RFC 6455 but found 15
            CLIENT|897e00ff|1002|a control frame must not have more than 125 bytes
            CLIENT|0900|1002|Control frame can't have fin==false set
            CLIENT|827f0000000004000001|1009|a frame announces 67108865 bytes, and a message may have 67108864
            CLIENT|827fffffffffffffffff|1009|a frame announces 18446744073709551615 bytes, and a message may have 67108864
            CLIENT|c200|1002|bad rsv RSV1: true RSV2: false RSV3: false
            """)
    void refusesWhatIsNoFrameOfThePeer(Role role, String bytes, int code, String why) {
        MessageDraft draft = new PlainDraft(role);
        ByteBuffer input = ByteBuffer.wrap(HexFormat.of().parseHex(bytes));

        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> draft.translateFrame(input))
                .matches(e -> e.getCloseCode() == code)
                .withMessage(why);
    }

    @Test
    void fragmentsWithoutContentHaveAnEnd() throws InvalidDataException {
        MessageDraft draft = new PlainDraft(Role.CLIENT);
        WebSocketImpl socket = new WebSocketImpl(new NoSocket(), draft);
        byte[] empty = new byte[20_000];
        empty[0] = 0x02;

        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> {
                    for (Framedata frame : draft.translateFrame(ByteBuffer.wrap(empty))) {
                        draft.processFrame(socket, frame);
                    }
                })
                .withMessage("a message has more than 1000 fragments without content");
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
