// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.codec.StateDeltaCodec;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.delta.DeltaCodable;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.server.Ledger.Balances;
import dev.trebuchetfx.server.change.ApplicationDeltas;
import dev.trebuchetfx.server.change.Changes;
import dev.trebuchetfx.server.change.StateContent;
import dev.trebuchetfx.server.internal.actor.ActorCallException;
import dev.trebuchetfx.server.internal.actor.ActorJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What travels between two states of a type with deltas of its own, whatever that type does. */
class ApplicationDeltasTest {
    private static final StateDeltaCodec CODEC = new StateDeltaCodec(WireLimits.DEFAULT);

    private final ActorJson json = new ActorJson();
    private final ApplicationDeltas deltas = new ApplicationDeltas(json);

    private StateContent content(DeltaCodable<?> value) {
        try {
            return new StateContent(json.encode(value), value);
        } catch (ActorCallException e) {
            throw new AssertionError(e);
        }
    }

    private static StateDelta sent(Changes.Change change) {
        try {
            StateDelta delta = CODEC.decode(change.data());
            assertThat(change.byDelta()).isEqualTo(!delta.isFull());
            return delta;
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private Balances read(Bytes data) {
        try {
            return (Balances) Objects.requireNonNull(json.decode(data, Balances.class));
        } catch (ActorCallException e) {
            throw new AssertionError(e);
        }
    }

    /** Accounts are added, changed and closed; some states are left out, as for a slow line. */
    @Property(tries = 1_000)
    void whoAppliesWhatTravelsHasTheState(
            @ForAll @Size(min = 1, max = 20) List<Map<@IntRange(max = 5) Integer, @IntRange(max = 3) Integer>> states,
            @ForAll @Size(20) List<Boolean> leftOut) {
        StateContent base = null;
        Balances has = null;
        for (int i = 0; i < states.size(); i++) {
            TreeMap<String, Integer> accounts = new TreeMap<>();
            states.get(i).forEach((account, balance) -> accounts.put("account " + account, balance));
            StateContent next = content(new Balances(accounts));
            if (leftOut.get(i)) {
                continue;
            }
            if (base != null && deltas.isNothing(base, next)) {
                assertThat(has).isEqualTo(next.value());
                continue;
            }
            StateDelta delta = sent(deltas.change(base, next));
            has = delta.isFull() || has == null ? read(delta.data()) : has.applying(read(delta.data()));
            assertThat(has).isEqualTo(next.value());
            base = next;
        }
    }

    @Test
    void whatIsComputedOnceIsNotComputedAgain() {
        Counting.deltas = 0;
        StateContent from = content(new Counting(1));
        StateContent to = content(new Counting(2));
        for (int i = 0; i < 100; i++) {
            assertThat(deltas.isNothing(from, to)).isFalse();
            sent(deltas.change(from, to));
        }
        assertThat(Counting.deltas).isEqualTo(1);
    }

    /** Counts how often it is asked. */
    record Counting(int value) implements DeltaCodable<Counting> {
        private static int deltas;

        @Override
        public Optional<Counting> delta(Counting from) {
            deltas++;
            return Optional.of(this);
        }

        @Override
        public Counting applying(Counting delta) {
            return delta;
        }
    }

    @Test
    void withoutABaseTheStateIsSentFull() {
        assertThat(sent(deltas.change(null, content(new Counting(1)))).isFull()).isTrue();
        StateContent unknown = new StateContent(Bytes.utf8("{\"value\":0}"), null);
        assertThat(sent(deltas.change(unknown, content(new Counting(1)))).isFull())
                .isTrue();
    }

    /** It says that nothing changed, whatever did. */
    record Silent(int value) implements DeltaCodable<Silent> {
        @Override
        public Optional<Silent> delta(Silent from) {
            return Optional.empty();
        }

        @Override
        public Silent applying(Silent delta) {
            return delta;
        }
    }

    @Test
    void noDeltaOfStatesThatDifferIsNotBelieved() {
        StateContent from = content(new Silent(1));
        assertThat(deltas.isNothing(from, content(new Silent(1)))).isTrue();
        assertThat(deltas.isNothing(from, content(new Silent(2)))).isFalse();
        assertThat(sent(deltas.change(from, content(new Silent(2)))).isFull()).isTrue();
    }

    /** It can't be asked. */
    record Failing(int value) implements DeltaCodable<Failing> {
        @Override
        public Optional<Failing> delta(Failing from) {
            throw new IllegalStateException("no");
        }

        @Override
        public Failing applying(Failing delta) {
            return delta;
        }
    }

    @Test
    void aTypeThatFailsIsSentFull() {
        StateContent from = content(new Failing(1));
        assertThat(deltas.isNothing(from, content(new Failing(2)))).isFalse();
        assertThat(sent(deltas.change(from, content(new Failing(2)))).isFull()).isTrue();
    }

    /** A time that travels in whole seconds. */
    record Timed(Instant at, int count) implements DeltaCodable<Timed> {
        @Override
        public Optional<Timed> delta(Timed from) {
            return Optional.of(this);
        }

        @Override
        public Timed applying(Timed delta) {
            return delta;
        }
    }

    @Test
    void whatJsonCanNotKeepIsNoDifference() {
        StateContent from = content(new Timed(Instant.parse("2026-01-01T00:00:00.25Z"), 1));
        StateContent to = content(new Timed(Instant.parse("2026-01-01T00:00:01.75Z"), 2));
        assertThat(sent(deltas.change(from, to)).isFull()).isFalse();
        assertThat(deltas.isNothing(from, content(new Timed(Instant.parse("2026-01-01T00:00:00.5Z"), 1))))
                .isTrue();
    }

    /** Its deltas are larger than itself. */
    record Verbose(String text) implements DeltaCodable<Verbose> {
        @Override
        public Optional<Verbose> delta(Verbose from) {
            return Optional.of(new Verbose(text + " instead of " + from.text));
        }

        @Override
        public Verbose applying(Verbose delta) {
            return new Verbose(delta.text.replaceFirst(" instead of .*", ""));
        }
    }

    @Test
    void aDeltaThatIsLargerThanTheStateIsNotSent() {
        assertThat(sent(deltas.change(content(new Verbose("a")), content(new Verbose("b"))))
                        .isFull())
                .isTrue();
    }
}
