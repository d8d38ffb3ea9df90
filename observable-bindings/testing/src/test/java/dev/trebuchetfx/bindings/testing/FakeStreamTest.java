// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.bindings.LiveItem;
import dev.trebuchetfx.bindings.ObservableActor;
import dev.trebuchetfx.client.change.ChangeOptions;
import dev.trebuchetfx.client.change.ChangeStatus;
import dev.trebuchetfx.client.change.OfflineChanges;
import dev.trebuchetfx.client.change.PendingChange;
import dev.trebuchetfx.client.change.RemoteCall;
import dev.trebuchetfx.client.error.NotConnectedException;
import dev.trebuchetfx.client.error.PayloadException;
import dev.trebuchetfx.client.error.StreamFailedException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.ReplayProgress;
import java.util.List;
import java.util.Objects;
import javafx.collections.ObservableList;
import org.junit.jupiter.api.Test;

/** A stream whose events a test makes, without a toolkit. */
class FakeStreamTest {
    /** A word with an id. */
    record Word(int id, String text) {}

    /** A state. */
    record Words(List<Word> words) {
        static Words of(String... texts) {
            List<Word> words = new java.util.ArrayList<>();
            for (String text : texts) {
                words.add(new Word(words.size(), text));
            }
            return new Words(List.copyOf(words));
        }

        Words renamed(int id, String text) {
            if (words.stream().noneMatch(each -> each.id() == id)) {
                throw new IllegalStateException("there is no word " + id);
            }
            return new Words(words.stream()
                    .map(each -> each.id() == id ? new Word(id, text) : each)
                    .toList());
        }
    }

    private final FakeStream<Words> stream = FakeStream.create();
    private final ObservableActor<Words> actor = stream.actor();

    private PendingChange<String> rename(int id, String text) {
        return actor.change(state -> state.renamed(id, text), RemoteCall.of("rename", String.class, id, text));
    }

    @Test
    void aStateIsShownWhenTheCallReturns() {
        ObservableList<Word> words = actor.list(Words::words, Word::id);
        assertThat(actor.isStale()).isTrue();
        stream.update(Words.of("milk", "tea"));
        assertThat(words).extracting(Word::text).containsExactly("milk", "tea");
        assertThat(actor.getFreshness()).isEqualTo(Freshness.LIVE);
        assertThat(actor.getLastUpdated()).hasToString("2026-01-01T00:00:00Z");
    }

    @Test
    void aListenerThatCausesAnotherUpdateSeesBothInOrder() {
        List<String> seen = new java.util.ArrayList<>();
        var first = actor.<String>select(state -> state.words().getFirst().text());
        first.addListener((source, before, now) -> {
            seen.add(String.valueOf(now));
            if ("milk".equals(now)) {
                stream.update(Words.of("tea"));
            }
        });
        stream.update(Words.of("milk"));
        assertThat(seen).containsExactly("milk", "tea");
    }

    @Test
    void aCutMakesItStaleAndAReplayTellsItsProgress() {
        stream.update(Words.of("milk"));
        stream.cut("the line was cut");
        assertThat(actor.getFreshness()).isEqualTo(Freshness.STALE);
        assertThat(actor.getConnectionState())
                .isInstanceOfSatisfying(ConnectionState.Reconnecting.class, state -> assertThat(state.cause())
                        .isEqualTo("the line was cut"));

        stream.reconnect();
        stream.replay(2);
        stream.replayed(Words.of("tea"));
        assertThat(actor.getReplayProgress()).isEqualTo(new ReplayProgress(1, 2));
        stream.replayed(Words.of("coffee"));
        assertThat(actor.getReplayProgress()).isNull();
        stream.update(Words.of("juice"));
        assertThat(actor.getFreshness()).isEqualTo(Freshness.LIVE);
    }

    @Test
    void aChangeShowsAtOnceAndEndsWithItsAnswer() {
        stream.update(Words.of("milk"));
        ObservableList<LiveItem<Word>> items = actor.items(Words::words, Word::id);
        PendingChange<String> change = rename(0, "oat milk");
        assertThat(items.getFirst().getValue().text()).isEqualTo("oat milk");
        assertThat(items.getFirst().isPending()).isTrue();
        assertThat(stream.calls()).singleElement().satisfies(call -> assertThat(call.arguments())
                .containsExactly(0, "oat milk"));

        stream.answer("done");
        assertThat(change.result()).isCompletedWithValue("done");
        assertThat(change.status()).isEqualTo(ChangeStatus.SHOWN);
        assertThat(items.getFirst().isPending()).isFalse();
        assertThat(items.getFirst().getValue().text()).isEqualTo("oat milk");
        assertThat(stream.calls()).isEmpty();
    }

    @Test
    void aRefusedChangeIsTakenBackWithTheReason() {
        stream.update(Words.of("milk"));
        PendingChange<String> change = rename(0, "oat milk");
        stream.refuse(new PayloadException("no oats", null));
        assertThat(Objects.requireNonNull(actor.getState()).words())
                .extracting(Word::text)
                .containsExactly("milk");
        assertThatThrownBy(change.result()::join).hasRootCauseMessage("TFX-DATA-001: no oats");
        assertThatThrownBy(() -> stream.answer(null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Expected a call that was sent");
    }

    @Test
    void offlineChangesWaitAndMayBeWithdrawn() {
        stream.update(Words.of("milk"));
        stream.cut("cut");
        PendingChange<String> first = rename(0, "oat milk");
        PendingChange<String> second = rename(0, "soy milk");
        assertThat(actor.getPendingChanges()).containsExactly(first, second);
        assertThat(stream.calls()).isEmpty();
        assertThat(second.withdraw()).isCompletedWithValue(true);
        assertThat(Objects.requireNonNull(actor.getState()).words().getFirst().text())
                .isEqualTo("oat milk");

        stream.reconnect();
        assertThat(first.status()).isEqualTo(ChangeStatus.SENT);
        assertThat(first.withdraw()).isCompletedWithValue(false);
        assertThat(second.result()).isCompletedExceptionally();
    }

    @Test
    void whatOthersDidIsTheBaseOfWhatIsPending() {
        stream.update(Words.of("milk", "tea"));
        PendingChange<String> change = rename(1, "green tea");
        stream.update(Words.of("water", "tea", "rice"));
        assertThat(Objects.requireNonNull(actor.getState()).words())
                .extracting(Word::text)
                .containsExactly("water", "green tea", "rice");
        stream.update(Words.of("water"));
        assertThat(change.whyNotShown()).hasMessage("there is no word 1");
        assertThat(Objects.requireNonNull(actor.getState())).isEqualTo(Words.of("water"));
    }

    @Test
    void optionsDecideAboutChangesWithoutAConnection() {
        FakeStream<Words> refusing = FakeStream.create(ChangeOptions.<Words>builder()
                .offline(OfflineChanges.REFUSED)
                .edit(
                        "rename",
                        (state, arguments) ->
                                state.renamed(arguments.get(0, Integer.class), arguments.get(1, String.class)))
                .build());
        refusing.update(Words.of("milk"));
        refusing.actor().change(RemoteCall.of("rename", String.class, 0, "tea"));
        assertThat(Objects.requireNonNull(refusing.actor().getState())).isEqualTo(Words.of("tea"));
        refusing.answer(null);
        refusing.cut("cut");
        assertThat(refusing.actor()
                        .change(RemoteCall.of("rename", String.class, 0, "rice"))
                        .result())
                .failsWithin(java.time.Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(NotConnectedException.class);
    }

    @Test
    void theStreamEndsOrFails() {
        stream.update(Words.of("milk"));
        stream.end();
        assertThat(actor.getFreshness()).isEqualTo(Freshness.ENDED);

        FakeStream<Words> failing = FakeStream.create();
        failing.fail(new StreamFailedException("the disk is full"));
        assertThat(failing.actor().getFreshness()).isEqualTo(Freshness.FAILED);
        assertThat(failing.actor().getError()).hasMessageContaining("the disk is full");
        assertThat(failing.isClosed()).isFalse();
        failing.actor().close();
        assertThat(failing.isClosed()).isTrue();
    }
}
