// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.server.actor.StreamedState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An actor ends the streams of its state, and a client hears so. */
@TrebuchetTest(virtualTime = true)
class EndedStateTest {
    private final Auction auction = new Auction();
    private final List<String> heard = new ArrayList<>();

    /** An auction whose bids end. */
    static final class Auction {
        final StreamedState<Integer> bid = new StreamedState<>(1);

        public StreamedState<Integer> observeBid() {
            return bid;
        }

        public void finish() {
            bid.end();
        }

        public void breakOff(String why) {
            bid.fail(why);
        }
    }

    private void observe(TrebuchetClient client) {
        client.actor("auction").observe("observeBid", Integer.class).listen(new StreamListener<>() {
            @Override
            public void onEvent(StreamEvent<Integer> event) {
                switch (event) {
                    case StreamEvent.Update<Integer> update -> heard.add("bid " + update.value());
                    case StreamEvent.Ended<Integer> ended -> heard.add("ended " + ended.reason());
                    case StreamEvent.Failed<Integer> failed -> heard.add(messageOf(failed.error()));
                    default -> {
                        // The test is about the end.
                    }
                }
            }
        });
    }

    private static String messageOf(TrebuchetException error) {
        return String.valueOf(error.getMessage());
    }

    @Test
    void whoObservesHearsThatTheStreamIsComplete(StubServer server, TrebuchetClient client) {
        server.expose("auction", auction);
        observe(client);
        client.actor("auction").call("finish", Void.class).join();

        assertEquals(List.of("bid 1", "ended " + StreamEndReason.COMPLETED), heard);
        assertEquals(List.of(), server.streams());
    }

    @Test
    void whoObservesHearsTheReasonOfAFailure(StubServer server, TrebuchetClient client) {
        server.expose("auction", auction);
        observe(client);
        client.actor("auction").call("breakOff", Void.class, "the hall burns").join();

        assertEquals(2, heard.size());
        assertEquals("bid 1", heard.getFirst());
        assertEquals(
                "TFX-STREAM-001: observeBid of auction can't be observed: Stream error: the hall burns",
                heard.getLast());
    }

    @Test
    void aStreamThatBeginsLaterShowsTheStateAgain(StubServer server, TrebuchetClient client) {
        server.expose("auction", auction);
        observe(client);
        client.actor("auction").call("finish", Void.class).join();
        heard.clear();
        observe(client);

        assertEquals(List.of("bid 1"), heard);
    }

    @Test
    void onlyATurnOfTheActorMayEndIt(StubServer server, TrebuchetClient client) {
        server.expose("auction", auction);
        observe(client);

        IllegalStateException refused = assertThrows(IllegalStateException.class, auction.bid::end);
        assertEquals(
                "a state of the actor 'auction' must be ended in the actor's turn",
                String.valueOf(refused.getMessage()).split(",", 2)[0]);
    }
}
