// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class FrameOutputTest {
    @Property
    void theFrameIsAllPiecesInOrder(
            @ForAll @Size(max = 20) List<@IntRange(max = 300) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 1_000) int sizeEstimate) {
        FrameOutput output = new FrameOutput(sizeEstimate);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        byte piece = 0;
        for (int length : lengths) {
            byte[] source = new byte[length + 2];
            Arrays.fill(source, 1, length + 1, ++piece);
            output.write(source, 1, length);
            output.write(7);
            expected.write(source, 1, length);
            expected.write(7);
            // A writer uses its array again.
            Arrays.fill(source, (byte) -1);
        }

        assertThat(output.frame().toByteArray()).isEqualTo(expected.toByteArray());
    }
}
