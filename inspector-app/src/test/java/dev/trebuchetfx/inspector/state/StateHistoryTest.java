// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.inspector.audit.StateKeyframes;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.TapEvents;
import dev.trebuchetfx.inspector.story.Story;
import dev.trebuchetfx.inspector.story.Story.Line;
import dev.trebuchetfx.inspector.verdict.LogAudit;
import dev.trebuchetfx.protocol.codec.StateDeltaCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StateHistoryTest {
    private static final StateDeltaCodec CODEC = new StateDeltaCodec(WireLimits.DEFAULT);
    private static final StreamSelector TODOS = StreamSelector.logical(0, 1);

    private final TapHub hub = new TapHub();
    private final Story story = new Story(hub);
    private final EventLog log = new EventLog(new CaptureLimits(100_000, 64 << 20));
    private final StateHistory history = new StateHistory();

    StateHistoryTest() {
        hub.attach(new TapEvents(0, log));
    }

    private Line open() {
        return story.connect().open(1, "todos", "observeState");
    }

    private void full(Line line, long sequence, String state) {
        story.data(line, sequence, CODEC.encode(new StateDelta(true, Bytes.utf8(state))), null);
    }

    private void change(Line line, long sequence, String patch, StreamDataEnvelope.@Nullable Ext ext) {
        story.data(line, sequence, CODEC.encode(new StateDelta(false, Bytes.utf8(patch))), ext);
    }

    private void count(Line line, long sequence) {
        change(line, sequence, "[{\"op\":\"replace\",\"path\":\"/n\",\"value\":" + sequence + "}]", null);
    }

    /** The event that brought a number last. */
    private long index(long sequence) {
        LogCursor event = log.view().cursor();
        for (long at = log.view().end() - 1; event.moveTo(at); at--) {
            if (event.kind() == EventKind.STREAM_DATA && event.sequence() == sequence) {
                return at;
            }
        }
        throw new AssertionError("no update " + sequence);
    }

    private StateMoment at(long index) {
        return Objects.requireNonNull(history.at(log.view(), TODOS, index, () -> false));
    }

    private StateMoment now() {
        return at(log.view().end() - 1);
    }

    @Test
    void addsChangesToTheLastFullState() {
        Line line = open();
        full(line, 1, "{\"n\":1,\"kept\":[true]}");
        count(line, 2);
        count(line, 3);
        assertThat(now().state()).isEqualTo(JsonTrees.read("{\"n\":3,\"kept\":[true]}"));
        StateMoment second = at(index(2));
        assertThat(second.state()).isEqualTo(JsonTrees.read("{\"n\":2,\"kept\":[true]}"));
        assertThat(second.before()).isEqualTo(JsonTrees.read("{\"n\":1,\"kept\":[true]}"));
        assertThat(second.sequence()).isEqualTo(2);
        assertThat(at(index(1)).before()).isNull();
    }

    @Test
    void anApplicationsOwnDeltaChangesNothingAndIsNoError() {
        Line line = open();
        full(line, 1, "{\"n\":1}");
        change(line, 2, "{\"n\":1}", new StreamDataEnvelope.Ext(1L, null, null));
        assertThat(now().refused())
                .isEqualTo("it is an application's own delta, which can't be applied without the application's type");
        assertThat(now().sequence()).isEqualTo(1);
        full(line, 3, "{\"n\":5}");
        assertThat(now().refused()).isNull();
        assertThat(now().state()).isEqualTo(JsonTrees.read("{\"n\":5}"));
    }

    @Test
    void anEventThatIsNoUpdateLeavesTheStateAsItWas() {
        Line line = open();
        full(line, 1, "{\"n\":1}");
        story.call("todos", "addTodo", "\"x\"", "null", null);
        StateMoment then = now();
        assertThat(then.isUpdate()).isFalse();
        assertThat(then.sequence()).isEqualTo(1);
        assertThat(at(0).isKnown()).isFalse();
    }

    @Test
    void whatComesAgainOrDoesNotFitChangesNothingAndSaysWhy() {
        Line line = open();
        full(line, 1, "{\"n\":1}");
        count(line, 2);
        count(line, 3);
        count(line, 2);
        StateMoment late = now();
        assertThat(late.refused()).contains("again or too late");
        assertThat(late.sequence()).isEqualTo(3);
        count(line, 7);
        StateMoment jumped = now();
        assertThat(jumped.refused()).contains("the state after 6, which is not captured");
        assertThat(jumped.state()).isEqualTo(JsonTrees.read("{\"n\":3}"));
        // What was skipped on purpose is no hole: the change says where it starts.
        change(line, 6, "[{\"op\":\"add\",\"path\":\"/s\",\"value\":1}]", new StreamDataEnvelope.Ext(null, 2L, null));
        assertThat(now().state()).isEqualTo(JsonTrees.read("{\"n\":3,\"s\":1}"));
        change(line, 7, "[{\"op\":\"remove\",\"path\":\"/no\"}]", null);
        assertThat(now().refused()).contains("does not fit");
    }

    @Test
    void aRestartBeginsAnewAndKeepsTheOldStateUntilThen() {
        Line line = open();
        full(line, 1, "{\"n\":1}");
        full(line, 2, "{\"n\":2}");
        Line again = story.restarted(line, 2, RestartReason.EVICTED, 0L);
        assertThat(now().sequence()).isEqualTo(2);
        full(again, 1, "{\"n\":10}");
        assertThat(now().state()).isEqualTo(JsonTrees.read("{\"n\":10}"));
        assertThat(now().before()).isEqualTo(JsonTrees.read("{\"n\":2}"));
        count(again, 2);
        assertThat(now().state()).isEqualTo(JsonTrees.read("{\"n\":2}"));
    }

    @Test
    void anotherStreamIsNotMixedIn() {
        Line line = open();
        Line other = story.open(2, "prices", "observeQuotes");
        full(line, 1, "{\"n\":1}");
        full(other, 1, "{\"price\":5}");
        assertThat(now().state()).isEqualTo(JsonTrees.read("{\"n\":1}"));
    }

    @Test
    void aPlainStateWithTheWordsOfADeltaIsAState() {
        Line line = open();
        String state = "{\"isFull\":true,\"data\":7}";
        story.data(line, 1, Bytes.utf8(state), null);
        assertThat(now().state()).isEqualTo(JsonTrees.read(state));
        story.data(line, 2, Bytes.utf8("no JSON"), null);
        assertThat(now().text()).isEqualTo("no JSON");
    }

    @Test
    void keepsAKeyframeEveryThousandUpdatesAndFoldsNoMoreThanThat() {
        Line line = open();
        full(line, 1, "{\"n\":1,\"big\":{\"unchanged\":true}}");
        for (int i = 2; i <= 5_500; i++) {
            count(line, i);
        }
        assertThat(now().state()).isEqualTo(JsonTrees.read("{\"n\":5500,\"big\":{\"unchanged\":true}}"));
        assertThat(history.keyframes(TODOS)).isEqualTo(5);
        for (long sequence : new long[] {4_999, 3_001, 1_000, 1_001, 2, 5_500}) {
            int[] asked = {0};
            StateMoment moment = history.at(log.view(), TODOS, index(sequence), () -> ++asked[0] < 0);
            assertThat(Objects.requireNonNull(moment).state())
                    .isEqualTo(JsonTrees.read("{\"n\":" + sequence + ",\"big\":{\"unchanged\":true}}"));
            assertThat(asked[0]).isLessThan(StateHistory.KEYFRAME + 1);
        }
    }

    @Test
    void whatTheAuditCameByIsNotFoldedAgain() {
        Line line = open();
        full(line, 1, "{\"n\":1,\"big\":{\"unchanged\":true}}");
        for (int i = 2; i <= 5_500; i++) {
            count(line, i);
        }
        LogAudit audit = LogAudit.live();
        audit.advance(log.view(), List.of(), Long.MAX_VALUE);
        assertThat(audit.keyframes().size()).isEqualTo(5);
        KeyframeSource known = (stream, before) -> {
            StateKeyframes.Keyframe found = audit.keyframes().before(stream, before);
            return found == null ? null : new KeyframeSource.Known(found.index(), found.sequence(), found.state());
        };
        for (long sequence : new long[] {5_500, 1_001, 1_002, 2, 3_777}) {
            int[] asked = {0};
            StateHistory cold = new StateHistory();
            StateMoment moment = cold.at(log.view(), TODOS, index(sequence), known, () -> ++asked[0] < 0);
            assertThat(moment).isEqualTo(new StateHistory().at(log.view(), TODOS, index(sequence), () -> false));
            assertThat(asked[0]).isLessThanOrEqualTo(StateHistory.KEYFRAME);
        }
    }

    @Test
    void aStateThatDriftedIsNoKeyframeUntilAFullOneCame() {
        Line line = open();
        full(line, 1, "{\"n\":1}");
        for (int i = 2; i <= 500; i++) {
            count(line, i);
        }
        // The server says that the same number has another state.
        full(line, 500, "{\"n\":7}");
        for (int i = 501; i <= 1_600; i++) {
            count(line, i);
        }
        LogAudit audit = LogAudit.live();
        audit.advance(log.view(), List.of(), Long.MAX_VALUE);
        assertThat(audit.keyframes().size()).isZero();
        full(line, 1_601, "{\"n\":1601}");
        for (int i = 1_602; i <= 2_700; i++) {
            count(line, i);
        }
        audit.advance(log.view(), List.of(), Long.MAX_VALUE);
        assertThat(audit.keyframes().size()).isEqualTo(1);
    }

    @Test
    void aCancelledQuestionHelpsTheNext() {
        Line line = open();
        full(line, 1, "{\"n\":1}");
        for (int i = 2; i <= 3_000; i++) {
            count(line, i);
        }
        int[] asked = {0};
        assertThat(history.at(log.view(), TODOS, log.view().end() - 1, () -> ++asked[0] == 2_500))
                .isNull();
        assertThat(history.keyframes(TODOS)).isEqualTo(2);
        asked[0] = 0;
        assertThat(history.at(log.view(), TODOS, log.view().end() - 1, () -> ++asked[0] < 0))
                .isNotNull();
        assertThat(asked[0]).isLessThan(1_001);
    }

    @Test
    void whereTheBeginningWasLetGoTheStateIsNotMadeUp() {
        EventLog small = new EventLog(new CaptureLimits(20, 1 << 20));
        hub.attach(new TapEvents(0, small));
        Line line = open();
        full(line, 1, "{\"n\":1}");
        for (int i = 2; i <= 60; i++) {
            count(line, i);
        }
        StateMoment moment =
                new StateHistory().at(small.view(), TODOS, small.view().end() - 1, () -> false);
        assertThat(Objects.requireNonNull(moment).isKnown()).isFalse();
        assertThat(moment.refused()).contains("which is not captured");
    }
}
