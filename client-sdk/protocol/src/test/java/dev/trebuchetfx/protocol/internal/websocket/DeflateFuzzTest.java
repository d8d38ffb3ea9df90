// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.fuzz.Fuzz;
import java.nio.ByteBuffer;
import org.java_websocket.exceptions.InvalidDataException;

/** Whatever comes as a compressed message is inflated within the limit or ends in an {@link InvalidDataException}. */
class DeflateFuzzTest implements Fuzz.Tests {
    private static final int LIMIT = 300_000;

    private static final Fuzz FUZZ = new Fuzz("deflate", DeflateFuzzTest::read);

    @Override
    public Fuzz fuzz() {
        return FUZZ;
    }

    /** Reads a byte that tells the size of the fragments, and then the same message twice, since it may refer to itself. */
    private static void read(byte[] input) {
        int fragment = input.length == 0 ? 1 : 1 + (input[0] & 0xFF);
        for (boolean keepsContext : new boolean[] {true, false}) {
            try (MessageInflater inflater = new MessageInflater(keepsContext)) {
                for (int message = 0; message < 2; message++) {
                    BoundedMessage inflated = new BoundedMessage(LIMIT);
                    for (int from = 1; from < input.length; from += fragment) {
                        ByteBuffer piece = ByteBuffer.wrap(input, from, Math.min(fragment, input.length - from));
                        inflater.inflate(piece, from + fragment >= input.length, inflated);
                    }
                    assertThat(inflated.whole().remaining()).isLessThanOrEqualTo(LIMIT);
                }
            } catch (InvalidDataException expected) {
                assertThat(expected.getMessage()).contains("compressed");
            }
        }
    }
}
