// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.server.actor.ActorContext;
import dev.trebuchetfx.server.actor.ActorLifecycle;
import dev.trebuchetfx.server.actor.StreamedState;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever an actor's code throws, wherever it is called, its callers are answered and the actor goes on. */
@Timeout(60)
class ForeignActorTest {
    /** What can be thrown. */
    enum Thrown {
        RUNTIME_EXCEPTION(() -> new IllegalStateException("on purpose")),
        ASSERTION_ERROR(() -> new AssertionError("on purpose")),
        STACK_OVERFLOW(StackOverflowError::new),
        LINKAGE_ERROR(() -> new NoClassDefFoundError("on/purpose")),
        CHECKED_EXCEPTION(() -> new IOException("on purpose")),
        INTERRUPTION(() -> new InterruptedException("on purpose")),
        OUT_OF_MEMORY(() -> new OutOfMemoryError("on purpose"));

        @SuppressWarnings("ImmutableEnumChecker") // It holds nothing.
        private final Supplier<Throwable> made;

        Thrown(Supplier<Throwable> made) {
            this.made = made;
        }

        void fly() {
            ForeignActorTest.<RuntimeException>sneak(made.get());
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // As languages without checked exceptions do.
    private static <X extends Throwable> void sneak(Throwable thrown) throws X {
        throw (X) thrown;
    }

    /** A value that can't be written. */
    public static final class Fragile implements Iterable<Integer> {
        private final Thrown thrown;
        private final boolean whole;

        Fragile(Thrown thrown, boolean whole) {
            this.thrown = thrown;
            this.whole = whole;
        }

        @Override
        public Iterator<Integer> iterator() {
            if (!whole) {
                thrown.fly();
            }
            return List.of(1).iterator();
        }
    }

    /** An actor that fails wherever it can. */
    public static final class Clumsy implements ActorLifecycle {
        private final Thrown thrown;
        private final StreamedState<Fragile> state;

        Clumsy(Thrown thrown) {
            this.thrown = thrown;
            this.state = new StreamedState<>(new Fragile(thrown, true));
        }

        @Override
        public void started(ActorContext context) {
            thrown.fly();
        }

        @Override
        public void stopped() {
            thrown.fly();
        }

        public int works() {
            return 1;
        }

        public void fails() {
            thrown.fly();
        }

        public Fragile answersBadly() {
            return new Fragile(thrown, false);
        }

        public CompletionStage<Fragile> answersBadlyLater() {
            return CompletableFuture.completedFuture(new Fragile(thrown, false));
        }

        public void breaks() {
            state.set(new Fragile(thrown, false));
        }

        public StreamedState<Fragile> observeState() {
            return state;
        }

        public StreamedState<Fragile> observeNothing() {
            thrown.fly();
            return state;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyCallerIsAnswered(Thrown thrown) throws IOException {
        try (StubServer server = StubServer.builder()
                        .expose("clumsy", new Clumsy(thrown))
                        .start();
                RawClient client = RawClient.v2(server)) {
            for (String method : new String[] {"fails", "answersBadly", "answersBadlyLater"}) {
                assertThat(client.call("clumsy", method).errorMessage())
                        .as(method)
                        .isNotBlank();
                works(client);
            }
            client.observe("clumsy", "observeNothing");
            assertThat(client.next(StreamErrorEnvelope.class).errorMessage()).startsWith("Stream setup error");
            works(client);
            client.observe("clumsy", "observeState");
            assertThat(client.data().data().utf8()).isEqualTo("[1]");
            client.send(RawClient.invocation("clumsy", "breaks", null, null));
            assertThat(client.next(StreamErrorEnvelope.class).errorMessage()).startsWith("Stream error");
        }
    }

    private static void works(RawClient client) {
        assertThat(RawClient.resultOf(client.call("clumsy", "works"))).isEqualTo("1");
    }
}
