// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.redact;

import dev.trebuchetfx.inspector.capture.CapturedEvent;
import dev.trebuchetfx.inspector.capture.ConnectionName;
import dev.trebuchetfx.inspector.capture.EventFlags;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.EventSink;
import dev.trebuchetfx.inspector.capture.FrameEvents;
import dev.trebuchetfx.protocol.envelope.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes secrets out of events: credentials and cookies in headers, everything in a URL's query, values under the names of secrets and
 * texts that look like them, wherever in a message they stand, and what stands at chosen paths of a state, an argument or a result. A frame
 * that can't be read is left out, since nobody can say what is in it; its size is told.
 *
 * <p>An event without secrets stays as it is, to the byte; one that was changed is flagged {@link EventFlags#REDACTED}. Immutable.
 */
public final class Redactor {
    /** What is taken out where nothing is chosen. */
    public static final Redactor DEFAULT = new Redactor(List.of());

    private final List<PathPattern> paths;
    private final PayloadRedactor payloads;

    private Redactor(List<PathPattern> paths) {
        this.paths = paths;
        this.payloads = new PayloadRedactor(paths);
    }

    /**
     * What {@link #DEFAULT} takes out, and what stands at these paths.
     *
     * @param pointers JSON Pointers in which a step {@code *} stands for any key or index
     * @throws IllegalArgumentException for what is no pointer
     */
    public static Redactor alsoAt(List<String> pointers) {
        return new Redactor(pointers.stream().map(PathPattern::of).toList());
    }

    /** What is taken out, in words, to be said in the file. */
    public String inWords() {
        return "credentials and cookies, URL queries, values named as secrets or looking like them, frames that can't be read"
                + (paths.isEmpty()
                        ? ""
                        : ", and "
                                + String.join(
                                        ", ",
                                        paths.stream()
                                                .map(PathPattern::steps)
                                                .map(Redactor::pointer)
                                                .toList()));
    }

    private static String pointer(List<String> steps) {
        StringBuilder pointer = new StringBuilder();
        steps.forEach(step -> pointer.append('/').append(step.replace("~", "~0").replace("/", "~1")));
        return pointer.isEmpty() ? "whole states" : pointer.toString();
    }

    /** A sink that gives on what is left of each event. */
    public EventSink before(EventSink sink) {
        return event -> sink.append(redact(event));
    }

    /** The event without its secrets. */
    public CapturedEvent redact(CapturedEvent event) {
        CapturedEvent named = withoutQuery(event);
        if (event.body().isEmpty()) {
            return named;
        }
        Bytes body = body(event);
        return body.equals(event.body()) ? named : named.withBody(body, event.flags() | EventFlags.REDACTED);
    }

    private static CapturedEvent withoutQuery(CapturedEvent event) {
        ConnectionName name = event.connection();
        if (name == null || name.url() == null) {
            return event;
        }
        String clean = SecretText.cleanUrl(name.url());
        return clean.equals(name.url())
                ? event
                : event.withConnection(new ConnectionName(name.source(), name.number(), clean));
    }

    private Bytes body(CapturedEvent event) {
        EventKind kind = event.kind();
        if (FrameEvents.unseenBytes(event.flags(), event.body()) >= 0) {
            // The proxy's words, in place of a message.
            return event.body();
        }
        if (kind == EventKind.CLOSE && event.body().size() >= 2) {
            return close(event.body());
        }
        if (kind.isFrame() && !kind.isMessage()) {
            String text = event.body().utf8();
            return Bytes.utf8(text).equals(event.body())
                            && SecretText.clean(text).equals(text)
                    ? event.body()
                    : leftOut(event.body());
        }
        JsonNode tree;
        try {
            tree = PayloadRedactor.MAPPER.readTree(event.body().unsafeArray());
        } catch (JacksonException | IllegalArgumentException | ArithmeticException notJson) {
            // The latter two for numbers that no machine can hold.
            return kind.isFrame()
                    ? leftOut(event.body())
                    : Bytes.utf8(SecretText.clean(event.body().utf8()));
        }
        if (!(tree instanceof ObjectNode object)) {
            return leftOut(event.body());
        }
        boolean changed = kind.isMessage() ? payloads.message(object) : payloads.notice(object);
        return changed ? Bytes.wrap(PayloadRedactor.MAPPER.writeValueAsBytes(object)) : event.body();
    }

    private static Bytes close(Bytes body) {
        byte[] bytes = body.unsafeArray();
        String reason = new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_8);
        String clean = SecretText.clean(reason);
        if (clean.equals(reason)) {
            return body;
        }
        byte[] text = clean.getBytes(StandardCharsets.UTF_8);
        byte[] cleaned = new byte[2 + text.length];
        System.arraycopy(bytes, 0, cleaned, 0, 2);
        System.arraycopy(text, 0, cleaned, 2, text.length);
        return Bytes.wrap(cleaned);
    }

    private static Bytes leftOut(Bytes body) {
        return Bytes.utf8(String.format(Locale.ROOT, "[redacted: %,d bytes that can't be read]", body.size()));
    }
}
