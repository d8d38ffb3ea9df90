// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FrameScannerTest {

    @Property(tries = 500)
    void findsEveryFrameWhereverTheBytesAreCut(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<TestFrame> sent = new ArrayList<>();
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (int i = 0; i < 8; i++) {
            TestFrame frame = TestFrame.random(random, 70_000);
            sent.add(frame);
            wire.writeBytes(frame.toBytes());
        }
        byte[] bytes = wire.toByteArray();

        List<Frame> seen = new ArrayList<>();
        LookBudget budget = new LookBudget(1 << 20, 2 << 20);
        KeptBytes data = new KeptBytes(budget);
        KeptBytes control = new KeptBytes(budget);
        List<Bytes> payloads = new ArrayList<>();
        FrameScanner scanner = new FrameScanner(data, control);
        int at = 0;
        while (at < bytes.length) {
            int end = Math.min(bytes.length, at + random.nextInt(1, random.nextBoolean() ? 4 : 20_000));
            while (at < end) {
                at += scanner.scan(bytes, at, end - at);
                Frame frame = scanner.completed();
                if (frame != null) {
                    seen.add(frame);
                    KeptBytes kept = frame.isControl() ? control : data;
                    payloads.add(kept.take());
                    kept.clear();
                    assertThat(scanner.isBetweenFrames()).isTrue();
                }
            }
        }

        assertThat(seen).isEqualTo(sent.stream().map(TestFrame::expected).toList());
        assertThat(payloads)
                .isEqualTo(
                        sent.stream().map(frame -> Bytes.wrap(frame.payload())).toList());
        assertThat(budget.taken()).isZero();
    }

    @Test
    void keepsNothingOfAFrameThatIsTooLong() {
        byte[] wire = new TestFrame(true, 0, Frame.BINARY, null, new byte[1000]).toBytes();
        LookBudget budget = new LookBudget(10, 1000);
        KeptBytes data = new KeptBytes(budget);
        FrameScanner scanner = new FrameScanner(data, new KeptBytes(budget));

        assertThat(scanner.scan(wire, 0, wire.length)).isEqualTo(wire.length);

        Frame frame = Objects.requireNonNull(scanner.completed());
        assertThat(frame.length()).isEqualTo(1000);
        assertThat(data.isWhole()).isFalse();
        assertThat(budget.taken()).isZero();
    }
}
