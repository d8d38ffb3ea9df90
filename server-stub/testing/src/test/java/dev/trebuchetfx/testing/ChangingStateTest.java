// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.client.ActorRef;
import dev.trebuchetfx.client.ActorStream;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.change.ChangeOptions;
import dev.trebuchetfx.client.change.ChangeStatus;
import dev.trebuchetfx.client.change.ChangingListener;
import dev.trebuchetfx.client.change.ChangingState;
import dev.trebuchetfx.client.change.OfflineChanges;
import dev.trebuchetfx.client.change.PendingChange;
import dev.trebuchetfx.client.change.RemoteCall;
import dev.trebuchetfx.client.checkpoint.InMemoryCheckpointStore;
import dev.trebuchetfx.client.error.ClientClosedException;
import dev.trebuchetfx.client.error.NotConnectedException;
import dev.trebuchetfx.client.error.PayloadException;
import dev.trebuchetfx.client.error.RemoteInvocationException;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.server.StubFaults;
import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.server.StubServerBuilder;
import dev.trebuchetfx.server.actor.PersistentState;
import dev.trebuchetfx.server.actor.StatefulActor;
import dev.trebuchetfx.server.actor.StreamedState;
import dev.trebuchetfx.server.store.InMemoryStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes as an application sees them, with a client and a server that know nothing of the test. */
@TrebuchetTest(virtualTime = true)
class ChangingStateTest {
    /** A list of words. */
    public static final class Words implements StatefulActor<Words.Written> {
        public record Written(List<String> words) {
            Written with(String word) {
                List<String> next = new ArrayList<>(words);
                next.add(word);
                return new Written(List.copyOf(next));
            }

            Written without(String word) {
                if (!words.contains(word)) {
                    throw new IllegalStateException("there is no " + word);
                }
                return new Written(
                        words.stream().filter(each -> !each.equals(word)).toList());
            }
        }

        private final PersistentState<Written> written = new PersistentState<>(Written.class, new Written(List.of()));

        @Override
        public PersistentState<Written> persistentState() {
            return written;
        }

        public StreamedState<Written> observeWords() {
            return written.streamed();
        }

        public int add(String word) {
            if (word.isBlank()) {
                throw new IllegalArgumentException("a word must not be blank");
            }
            written.set(written.get().with(word));
            return written.get().words().size();
        }

        public void remove(String word) {
            written.set(written.get().without(word));
        }
    }

    private final InMemoryCheckpointStore checkpoints = new InMemoryCheckpointStore();
    private final List<List<String>> seen = new ArrayList<>();

    @TrebuchetSetup
    void setUp(StubServerBuilder builder) {
        builder.store(new InMemoryStateStore(LogRetention.DEFAULT, InstantSource.system(), UUID::randomUUID));
    }

    @TrebuchetSetup
    void setUp(TrebuchetClient.Builder builder) {
        builder.checkpoints(checkpoints);
    }

    @BeforeEach
    void expose(StubServer server) {
        server.expose("words", new Words());
    }

    private static ActorStream<Words.Written> stream(TrebuchetClient client) {
        return client.actor("words").observe("observeWords", Words.Written.class);
    }

    private ChangingState<Words.Written> changing(TrebuchetClient client, ChangeOptions<Words.Written> options) {
        return stream(client).changing(options, source -> {
            Words.Written shown = source.now().shown();
            if (shown != null && (seen.isEmpty() || !seen.getLast().equals(shown.words()))) {
                seen.add(shown.words());
            }
        });
    }

    @Test
    void aListenerHearsOfEachReplayedUpdate(
            TrebuchetClient client, Clients clients, StubFaults faults, ManualTime time) {
        List<String> heard = new ArrayList<>();
        ChangingListener<Words.Written> listener = new ChangingListener<>() {
            @Override
            public void onShown(ChangingState<Words.Written> source) {}

            @Override
            public void onUpdate(StreamEvent.Update<Words.Written> update) {
                heard.add(update.kind() + " " + update.value().words());
                throw new IllegalStateException("a listener's own failure, which must not stop the updates");
            }
        };
        client.actor("words")
                .observe(
                        "observeWords",
                        Words.Written.class,
                        StreamOptions.builder().everyUpdate(10).build())
                .changing(options().build(), listener);
        faults.cut(Duration.ofSeconds(5));
        ActorRef other = clients.connect().actor("words");
        other.call("add", Integer.class, "one").join();
        other.call("add", Integer.class, "two").join();
        time.advance(Duration.ofSeconds(30));

        assertThat(heard).containsExactly("FULL []", "REPLAY [one]", "REPLAY [one, two]");
    }

    private static ChangeOptions.Builder<Words.Written> options() {
        return ChangeOptions.<Words.Written>builder()
                .edit("add", (state, arguments) -> state.with(arguments.get(0, String.class)))
                .edit("remove", (state, arguments) -> state.without(arguments.get(0, String.class)));
    }

    private static PendingChange<Integer> add(ChangingState<Words.Written> state, String word) {
        return state.change(RemoteCall.of("add", Integer.class, word));
    }

    private static List<String> shown(ChangingState<Words.Written> state) {
        return Objects.requireNonNull(state.now().shown()).words();
    }

    private static Throwable failure(PendingChange<?> change) {
        assertThat(change.result()).isCompletedExceptionally();
        try {
            change.result().join();
            throw new AssertionError("unreachable");
        } catch (CompletionException e) {
            return Objects.requireNonNull(e.getCause());
        }
    }

    @Test
    void aChangeShowsOnceAndEndsWithItsResult(TrebuchetClient client) {
        ChangingState<Words.Written> state = changing(client, options().build());
        PendingChange<Integer> change = add(state, "milk");

        assertThat(change.result()).isCompletedWithValue(1);
        assertThat(change.status()).isEqualTo(ChangeStatus.SHOWN);
        assertThat(state.now().pending()).isEmpty();
        assertThat(seen).as("it never shows twice, and never goes").containsExactly(List.of(), List.of("milk"));
    }

    @Test
    void whatIsMadeOfflineShowsAndIsSentInOrderAfterTheCut(
            TrebuchetClient client, Clients clients, StubFaults faults, ManualTime time) {
        ChangingState<Words.Written> state = changing(client, options().build());
        add(state, "milk");
        faults.cut(Duration.ofSeconds(5));
        // The other client is not kept out, and changes the same list meanwhile.
        var other = clients.connect().actor("words");
        PendingChange<Integer> bread = add(state, "bread");
        PendingChange<Void> noMilk = state.change(RemoteCall.of("remove", Void.class, "milk"));
        PendingChange<Integer> salt = add(state, "salt");
        other.call("add", Integer.class, "eggs").join();

        assertThat(shown(state)).containsExactly("bread", "salt");
        assertThat(state.now().pending())
                .extracting(PendingChange::key)
                .containsExactly(bread.key(), noMilk.key(), salt.key());
        assertThat(bread.status()).isEqualTo(ChangeStatus.WAITING);
        assertThat(Objects.requireNonNull(state.now().confirmed()).words()).containsExactly("milk");

        time.advance(Duration.ofSeconds(30));

        assertThat(bread.result()).isCompletedWithValue(3);
        assertThat(noMilk.result()).isCompletedWithValue(null);
        assertThat(salt.result()).isCompletedWithValue(3);
        assertThat(shown(state)).containsExactly("eggs", "bread", "salt");
        assertThat(state.now().pending()).isEmpty();
        assertThat(seen).allSatisfy(words -> assertThat(words).doesNotHaveDuplicates());
    }

    @Test
    void whatTheServerRefusesIsTakenBackWithItsReason(TrebuchetClient client, StubFaults faults, ManualTime time) {
        ChangingState<Words.Written> state = changing(client, options().build());
        faults.cut(Duration.ofSeconds(1));
        PendingChange<Integer> blank = add(state, " ");
        PendingChange<Integer> milk = add(state, "milk");
        assertThat(shown(state)).containsExactly(" ", "milk");

        time.advance(Duration.ofSeconds(30));

        assertThat(failure(blank))
                .isInstanceOf(RemoteInvocationException.class)
                .hasMessageContaining("a word must not be blank");
        assertThat(blank.status()).isEqualTo(ChangeStatus.FAILED);
        assertThat(milk.result()).isCompletedWithValue(1);
        assertThat(shown(state)).containsExactly("milk");
    }

    @Test
    void anEditThatNoLongerFitsIsLeftOutAndTheServerDecides(
            TrebuchetClient client, Clients clients, StubFaults faults, ManualTime time) {
        ChangingState<Words.Written> state = changing(client, options().build());
        add(state, "milk");
        faults.cut(Duration.ofSeconds(5));
        PendingChange<Void> mine = state.change(RemoteCall.of("remove", Void.class, "milk"));
        clients.connect().actor("words").call("remove", Void.class, "milk").join();
        assertThat(mine.whyNotShown()).isNull();

        time.advance(Duration.ofSeconds(30));

        assertThat(failure(mine)).hasMessageContaining("there is no milk");
        assertThat(shown(state)).isEmpty();
    }

    @Test
    void aChangeThatWaitsCanBeWithdrawn(TrebuchetClient client, StubFaults faults, ManualTime time) {
        ChangingState<Words.Written> state = changing(client, options().build());
        faults.cut(Duration.ofSeconds(1));
        PendingChange<Integer> milk = add(state, "milk");
        assertThat(milk.withdraw()).isCompletedWithValue(true);
        assertThat(shown(state)).isEmpty();
        assertThat(failure(milk)).isInstanceOf(NotConnectedException.class).hasMessageContaining("withdrawn");

        time.advance(Duration.ofSeconds(30));
        assertThat(shown(state)).isEmpty();
        PendingChange<Integer> bread = add(state, "bread");
        assertThat(bread.withdraw()).isCompletedWithValue(false);
        assertThat(shown(state)).containsExactly("bread");
    }

    @Test
    void whoRefusesChangesOfflineHearsSoAtOnceAndShowsNothing(TrebuchetClient client, StubFaults faults) {
        ChangingState<Words.Written> state =
                changing(client, options().offline(OfflineChanges.REFUSED).build());
        assertThat(add(state, "milk").result()).isCompletedWithValue(1);
        faults.cut(Duration.ofSeconds(1));
        PendingChange<Integer> bread = add(state, "bread");
        assertThat(failure(bread)).isInstanceOf(NotConnectedException.class).hasMessageContaining("refuse changes");
        assertThat(shown(state)).containsExactly("milk");
    }

    @Test
    void noMoreThanAllowedWait(TrebuchetClient client, StubFaults faults, ManualTime time) {
        ChangingState<Words.Written> state =
                changing(client, options().maxWaiting(2).build());
        faults.cut(Duration.ofSeconds(1));
        add(state, "one");
        add(state, "two");
        assertThat(failure(add(state, "three"))).hasMessageContaining("2 changes are under way already");
        assertThat(shown(state)).containsExactly("one", "two");
        time.advance(Duration.ofSeconds(30));
        assertThat(add(state, "four").result()).isCompletedWithValue(3);
    }

    @Test
    void anArgumentThatIsNoJsonFailsTheChangeAlone(TrebuchetClient client) {
        ChangingState<Words.Written> state = changing(client, options().build());
        Object[] loop = new Object[1];
        loop[0] = loop;
        PendingChange<Integer> change =
                state.change(now -> now.with("loop"), RemoteCall.of("add", Integer.class, (Object) loop));
        assertThat(failure(change)).isInstanceOf(PayloadException.class);
        assertThat(shown(state)).isEmpty();
        assertThat(add(state, "milk").result()).isCompletedWithValue(1);
    }

    @Test
    void aCallWithoutARegisteredEditIsRefused(TrebuchetClient client) {
        ChangingState<Words.Written> state = changing(client, ChangeOptions.defaults());
        RemoteCall<Integer> call = RemoteCall.of("add", Integer.class, "milk");
        assertThatThrownBy(() -> state.change(call))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected an edit for add");
    }

    @Test
    void keptChangesAreShownAndSentByTheNextRun(
            TrebuchetClient client, Clients clients, StubFaults faults, ManualTime time) {
        ChangeOptions<Words.Written> kept =
                options().offline(OfflineChanges.KEPT).build();
        ChangingState<Words.Written> state = changing(client, kept);
        add(state, "milk");
        faults.cut(Duration.ofSeconds(5));
        PendingChange<Integer> bread = add(state, "bread");
        PendingChange<Integer> salt = add(state, "salt");
        client.close();
        assertThat(failure(bread))
                .isInstanceOf(ClientClosedException.class)
                .hasMessageContaining("kept for a later run");
        assertThat(failure(salt)).isInstanceOf(ClientClosedException.class);

        TrebuchetClient next = clients.connect(builder -> builder.checkpoints(checkpoints));
        ChangingState<Words.Written> again = changing(next, kept);
        time.advance(Duration.ofSeconds(30));

        assertThat(shown(again)).containsExactly("milk", "bread", "salt");
        assertThat(again.now().pending()).isEmpty();
        assertThat(checkpoints.load()).noneMatch(each -> each.key().isOfCall());
    }

    @Test
    void closingFailsWhatWaits(TrebuchetClient client, StubFaults faults, ManualTime time) {
        ChangingState<Words.Written> state = changing(client, options().build());
        faults.cut(Duration.ofSeconds(1));
        PendingChange<Integer> milk = add(state, "milk");
        state.close();
        assertThat(failure(milk)).isInstanceOf(NotConnectedException.class).hasMessageContaining("closed");
        assertThat(failure(add(state, "bread"))).isInstanceOf(NotConnectedException.class);
        time.advance(Duration.ofSeconds(30));
        assertThat(client.connectionState().word()).isEqualTo("connected");
    }
}
