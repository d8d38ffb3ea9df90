// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.protocol.codec.EncodedData;
import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.internal.delta.StateDeltas;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.server.Ledger;
import dev.trebuchetfx.server.RawClient;
import dev.trebuchetfx.server.internal.actor.ActorRegistry;
import dev.trebuchetfx.server.internal.persistence.AwakeActors;
import dev.trebuchetfx.server.internal.persistence.Persistence;
import dev.trebuchetfx.server.internal.persistence.StoreAccess;
import dev.trebuchetfx.server.store.InMemoryStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An update is encoded once for all subscribers that get the same of it, and their messages are as they were. */
class EncodedOnceTest {
    private static final EnvelopeCodec CODEC = new EnvelopeCodec(WireLimits.DEFAULT);

    private final ManualTime time = new ManualTime();
    private final StoreAccess access = new StoreAccess(
            new InMemoryStateStore(LogRetention.DEFAULT, time, this::id),
            Runnable::run,
            time,
            Duration.ofSeconds(1),
            false);
    private final ActorRegistry actors =
            new ActorRegistry(Runnable::run, this::id, 10, 10, new Persistence(access, new AwakeActors(access), true));
    private final Ledger ledger = new Ledger();
    private final Streams streams;
    private final List<WeakReference<EncodedData>> encodings = new ArrayList<>();
    private int encoded;

    EncodedOnceTest() {
        StreamSettings settings = new StreamSettings(
                "epoch",
                10,
                1L << 20,
                Duration.ofMinutes(1),
                100,
                100,
                1L << 20,
                1L << 20,
                100,
                Duration.ofSeconds(1),
                Duration.ofHours(1));
        streams = new Streams(
                actors, new ServerStreamRegistry(settings), time, this::id, id -> Passage.CLEAR, this::encode);
        actors.expose("ledger", ledger);
    }

    private UUID id() {
        return new UUID(time.random().nextLong(), time.random().nextLong());
    }

    private EncodedData encode(Bytes data) {
        encoded++;
        EncodedData made = EncodedData.of(data);
        encodings.add(new WeakReference<>(made));
        return made;
    }

    private Peer observe(String... deltas) {
        Peer peer = new Peer();
        streams.open(
                RawClient.invocation(
                        "ledger", "observeBalances", null, new InvocationEnvelope.Ext(1, List.of(deltas), null)),
                null,
                peer);
        return peer;
    }

    private void book(String account, int balance) {
        actors.all().forEach(cell -> cell.execute(() -> ledger.book(account, balance)));
    }

    @Test
    void eachFormatOfAnUpdateIsEncodedOnce() {
        List<Peer> whole = Stream.generate(this::observe).limit(5).toList();
        List<Peer> patched =
                Stream.generate(() -> observe(StateDeltas.JSON_PATCH)).limit(5).toList();
        List<Peer> own =
                Stream.generate(() -> observe(StateDeltas.APPLICATION)).limit(5).toList();
        List<Peer> all = Stream.of(whole, patched, own).flatMap(List::stream).toList();
        assertThat(all).allSatisfy(peer -> assertThat(peer.updates).hasSize(1));
        encoded = 0;

        book("cash", 7);

        assertThat(all).allSatisfy(peer -> assertThat(peer.updates).hasSize(2));
        assertThat(encoded).isEqualTo(3);
        assertThat(all.stream().map(peer -> peer.updates.getLast().data()).distinct())
                .hasSize(3);
    }

    @Test
    void anEncodingIsSharedOnlyWhileItsStateIsTheNewest() {
        observe();
        observe();
        book("cash", 7);
        book("cash", 8);
        encoded = 0;

        Peer late = observe();

        assertThat(encoded).isZero();
        assertThat(late.updates).hasSize(1);
    }

    @Test
    void onlyTheEncodingOfTheNewestStateIsKept() {
        observe();
        book("cash", 7);

        book("cash", 8);

        await().untilAsserted(() -> {
            System.gc();
            assertThat(encodings).extracting(each -> each.refersTo(null)).containsExactly(true, true, false);
        });
    }

    /** Checks each message against the one that is encoded for its peer alone. */
    private static final class Peer implements Subscriber {
        private final List<StreamDataEnvelope> updates = new ArrayList<>();

        @Override
        public String principal() {
            return "somebody";
        }

        @Override
        public boolean speaksExtension() {
            return true;
        }

        @Override
        public void send(Envelope envelope) {}

        @Override
        public void sendUpdate(StreamDataEnvelope update, EncodedData data, Passage passage) {
            assertThat(CODEC.encode(update, data)).isEqualTo(CODEC.encode(update));
            updates.add(update);
        }

        @Override
        public boolean isCongested() {
            return false;
        }

        @Override
        public void awaitRoom(Outlet outlet) {}

        @Override
        public boolean attach(Outlet outlet) {
            return true;
        }

        @Override
        public void detach(Outlet outlet) {}
    }
}
