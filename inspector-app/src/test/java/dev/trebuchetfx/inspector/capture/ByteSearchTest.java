// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ByteSearchTest {
    private static EventLog logOf(List<String> bodies) {
        EventLog log = new EventLog(new CaptureLimits(64, 1 << 20));
        for (String body : bodies) {
            log.append(new CapturedEvent(0, EventKind.UNKNOWN, 0, null, null, 0, 0, null, Bytes.utf8(body)));
        }
        return log;
    }

    private static List<Long> found(EventLog log, String wanted) {
        List<Long> found = new ArrayList<>();
        new ByteSearch(wanted.getBytes(StandardCharsets.UTF_8)).search(log.view(), found::add, () -> false);
        return found;
    }

    /** The same as looking at each body: also across chunks, with empty bodies, and after some were let go. */
    @Property
    void findsWhatLookingAtEachWouldFind(
            @ForAll @Size(max = 120) List<@CharRange(from = 'a', to = 'c') @StringLength(max = 6) String> bodies,
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(min = 1, max = 3) String wanted) {
        EventLog log = logOf(bodies);
        List<Long> expected = new ArrayList<>();
        for (long i = log.view().first(); i < log.view().end(); i++) {
            if (bodies.get((int) i).contains(wanted)) {
                expected.add(i);
            }
        }
        assertThat(found(log, wanted)).isEqualTo(expected);
    }

    @Test
    void endsWhenItIsCancelled() {
        List<Long> found = new ArrayList<>();
        new ByteSearch(new byte[] {'a'}).search(logOf(List.of("a", "a")).view(), found::add, () -> true);
        assertThat(found).isEmpty();
    }

    @Test
    void nothingIsNothingToLookFor() {
        assertThatThrownBy(() -> new ByteSearch(new byte[0])).hasMessageContaining("at least one byte");
    }
}
