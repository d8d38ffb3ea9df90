// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.java_websocket.enums.Opcode;
import org.java_websocket.framing.Framedata;
import org.junit.jupiter.api.Test;

/** A text message is cut between its characters. */
class TextFramesTest {

    @Property
    void eachFrameIsTextByItselfAndAllTogetherAreTheMessage(
            @ForAll @StringLength(max = 200) String text, @ForAll @IntRange(min = 4, max = 50) int most)
            throws Exception {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        List<Framedata> frames = MessageFrames.ofText(Bytes.wrap(message), null, most);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int i = 0; i < frames.size(); i++) {
            Framedata frame = frames.get(i);
            assertThat(frame.getOpcode()).isEqualTo(i == 0 ? Opcode.TEXT : Opcode.CONTINUOUS);
            assertThat(frame.isFin()).isEqualTo(i == frames.size() - 1);
            ByteBuffer payload = frame.getPayloadData();
            assertThat(payload.remaining()).isLessThanOrEqualTo(most);
            byte[] part = new byte[payload.remaining()];
            payload.get(part);
            // Throws where a character is cut.
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(part));
            whole.write(part);
        }
        assertThat(whole.toByteArray()).isEqualTo(message);
    }

    @Test
    void bytesThatAreNoTextAreCutAllTheSame() {
        byte[] noText = new byte[100];
        Arrays.fill(noText, (byte) 0x80);
        assertThat(MessageFrames.ofText(Bytes.wrap(noText), null, 10)).hasSize(10);
    }
}
