// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.transport;

import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.transport.Transport;
import dev.trebuchetfx.protocol.transport.TransportClosed;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import dev.trebuchetfx.protocol.transport.TransportListener;
import dev.trebuchetfx.protocol.transport.TransportTarget;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server that does just what a test tells it, in the test's own thread: accepts or refuses, records what came and sends
 * envelopes by hand.
 */
public final class ScriptedServer implements Transport {
    private final EnvelopeCodec codec = new EnvelopeCodec(WireLimits.DEFAULT);
    private final List<TransportTarget> attempts = new ArrayList<>();
    private final Deque<Envelope> received = new ArrayDeque<>();
    private final List<String> kinds = new ArrayList<>();
    private @Nullable TransportListener client;
    private @Nullable TransportListener former;
    private @Nullable Integer closedWith;
    private @Nullable Integer formerClosedWith;
    private boolean open;
    private boolean answersPings = true;
    private int pings;
    private long queuedBytes;

    @Override
    public Attempt open(TransportTarget target, TransportListener listener) {
        attempts.add(target);
        former = open ? client : null;
        formerClosedWith = null;
        client = listener;
        open = false;
        return () -> {
            if (client == listener) {
                lose("aborted");
            }
        };
    }

    /** What the client asked for so far, one for each attempt. */
    public List<TransportTarget> attempts() {
        return attempts;
    }

    /** Accepts the attempt under way as a server with the extension. */
    public void acceptExtended() {
        accept(Map.of("trebuchet-ext", "1"));
    }

    /** Accepts the attempt under way as a plain version 2 server. */
    public void acceptPlain() {
        accept(Map.of());
    }

    private void accept(Map<String, String> headers) {
        open = true;
        closedWith = null;
        received.clear();
        TransportListener mine = listener();
        mine.onOpen(
                new TransportConnection() {
                    @Override
                    public void send(Bytes message) {
                        kinds.add("binary");
                        take(message);
                    }

                    @Override
                    public void sendFragmented(Bytes message, int maxFrameBytes) {
                        kinds.add("binary in " + maxFrameBytes);
                        take(message);
                    }

                    @Override
                    public void sendText(Bytes message, int maxFrameBytes) {
                        kinds.add("text in " + maxFrameBytes);
                        take(message);
                    }

                    private void take(Bytes message) {
                        if ((open && client == mine) || former == mine) {
                            received.add(decode(message));
                        }
                    }

                    @Override
                    public void ping() {
                        pings++;
                        if (answersPings && open && client == mine) {
                            mine.onPong();
                        }
                    }

                    @Override
                    public long queuedBytes() {
                        return queuedBytes;
                    }

                    @Override
                    public void close(int code, String reason) {
                        if (former == mine) {
                            formerClosedWith = code;
                        } else {
                            closedWith = code;
                        }
                    }

                    @Override
                    public void abort() {
                        lose("aborted");
                    }
                },
                headers);
    }

    /** Answers the upgrade with an HTTP status other than 101. */
    public void refuse(int status, Map<String, String> headers) {
        listener().onClosed(new TransportClosed.Refused(status, headers, "the server answered HTTP/1.1 " + status));
    }

    /** The line breaks. */
    public void lose(String why) {
        open = false;
        listener().onClosed(new TransportClosed.Ended(1006, why));
    }

    /** The server closes the connection. */
    public void close(int code, String why) {
        open = false;
        listener().onClosed(new TransportClosed.Ended(code, why));
    }

    /** The attempt under way leads nowhere. */
    public void fail(String why) {
        listener().onClosed(new TransportClosed.Failed(why, null));
    }

    /** From now on pings get no answer, as on a line that is dead. */
    public void stopAnsweringPings() {
        answersPings = false;
    }

    /** From now on so many bytes wait at the client, as where the server does not read. */
    public void leaveUnread(long bytes) {
        queuedBytes = bytes;
    }

    /** How many pings came. */
    public int pings() {
        return pings;
    }

    /** Sends an envelope. */
    public void send(Envelope envelope) {
        listener().onMessage(codec.encode(envelope));
    }

    /** Sends an envelope on the line that was open before the newest attempt. */
    public void sendOnFormer(Envelope envelope) {
        former().onMessage(codec.encode(envelope));
    }

    /** The line that was open before the newest attempt breaks. */
    public void loseFormer(String why) {
        former().onClosed(new TransportClosed.Ended(1006, why));
    }

    /** The code that the client closed the line with that was open before the newest attempt, if it did. */
    public @Nullable Integer formerClosedWith() {
        return formerClosedWith;
    }

    private TransportListener former() {
        if (former == null) {
            throw new AssertionError("no line was open when the client tried to connect");
        }
        return former;
    }

    /** The form in which each message came: "binary", or its kind and the largest frame that the client would make. */
    public List<String> kinds() {
        return List.copyOf(kinds);
    }

    /** Sends anything. */
    public void sendRaw(String text) {
        listener().onMessage(Bytes.utf8(text));
    }

    /** Takes the oldest message that came and was not taken yet; fails where it is of another type. */
    public <E extends Envelope> E take(Class<E> type) {
        Envelope next = received.poll();
        if (!type.isInstance(next)) {
            throw new AssertionError("expected a " + type.getSimpleName() + " but was " + next);
        }
        return type.cast(next);
    }

    /** Takes the oldest message that came and was not taken yet; null where there is none. */
    public @Nullable Envelope poll() {
        return received.poll();
    }

    /** What came and was not taken. */
    public List<Envelope> untaken() {
        return List.copyOf(received);
    }

    /** The code that the client closed with, if it did. */
    public @Nullable Integer closedWith() {
        return closedWith;
    }

    private TransportListener listener() {
        if (client == null) {
            throw new AssertionError("the client has not tried to connect");
        }
        return client;
    }

    private Envelope decode(Bytes message) {
        try {
            return codec.decode(message);
        } catch (WireException e) {
            throw new AssertionError("the client sent what can't be read: " + message, e);
        }
    }
}
