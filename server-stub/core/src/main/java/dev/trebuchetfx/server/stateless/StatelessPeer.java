// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stateless;

import dev.trebuchetfx.protocol.codec.EncodedData;
import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.server.dispatch.Correspondent;
import dev.trebuchetfx.server.stream.Outlet;
import dev.trebuchetfx.server.stream.Passage;
import java.util.ArrayList;
import java.util.List;

/** A peer for whom messages are gathered. Confined to the thread that answers the event. */
public final class StatelessPeer implements Correspondent {
    private final String principal;
    private final EnvelopeCodec codec;
    private boolean extension;
    private List<OutgoingMessage> messages = new ArrayList<>();

    StatelessPeer(String principal, boolean extension, EnvelopeCodec codec) {
        this.principal = principal;
        this.extension = extension;
        this.codec = codec;
    }

    /** Returns what is to be sent to the peer, oldest first, and forgets it. */
    public List<OutgoingMessage> takeMessages() {
        List<OutgoingMessage> taken = messages;
        messages = new ArrayList<>();
        return taken;
    }

    @Override
    public String principal() {
        return principal;
    }

    @Override
    public boolean speaksExtension() {
        return extension;
    }

    @Override
    public void showsExtension() {
        extension = true;
    }

    @Override
    public void send(Envelope envelope) {
        messages.add(new OutgoingMessage(envelope, codec.encode(envelope), null));
    }

    @Override
    public void sendUpdate(StreamDataEnvelope update, EncodedData data, Passage passage) {
        messages.add(new OutgoingMessage(update, codec.encode(update, data), data));
    }

    /** {@inheritDoc} Never: what is gathered waits for nobody. */
    @Override
    public boolean isCongested() {
        return false;
    }

    @Override
    public void awaitRoom(Outlet outlet) {
        throw new IllegalStateException("a peer for whom messages are gathered has always room");
    }

    @Override
    public boolean attach(Outlet outlet) {
        return true;
    }

    @Override
    public void detach(Outlet outlet) {
        // Nobody tells it of an end.
    }
}
