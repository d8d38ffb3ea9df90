// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import dev.trebuchetfx.protocol.codec.WireException.Problem;
import dev.trebuchetfx.protocol.envelope.Bytes;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/** A reader and writer of messages as JSON: one object each, within limits, with any keys. Safe for use by any thread. */
final class JsonFrames {
    /** The most characters of a number: far more than any number of the protocol has, and few enough that the conversion is cheap. */
    private static final int MAX_NUMBER_LENGTH = 1000;

    /** The most characters of a key. */
    private static final int MAX_NAME_LENGTH = 50_000;

    /**
     * The most values and names in one message, since names and lists take up to ten times the memory that they take on the wire. The
     * contents of a state do not count, since a state travels as one base64 string.
     */
    private static final int MAX_TOKENS = 1_000_000;

    /** The most buffers that are kept for the next messages. */
    private static final int MAX_POOLED = 16;

    private final WireLimits limits;
    private final JsonFactory factory;

    JsonFrames(WireLimits limits) {
        this.limits = limits;
        this.factory = JsonFactory.builder()
                // All threads of a process contend for the pool that Jackson shares by default, so this one is
                // separate.
                // It makes no objects and keeps no more buffers than threads read at a time.
                .recyclerPool(JsonRecyclerPools.newBoundedPool(MAX_POOLED))
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.maxNestingDepth())
                        .maxStringLength(limits.maxStringLength())
                        .maxNameLength(Math.min(limits.maxStringLength(), MAX_NAME_LENGTH))
                        .maxTokenCount(MAX_TOKENS)
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .build())
                .build();
    }

    WireLimits limits() {
        return limits;
    }

    /** Reads a message that is one object of this shape. */
    WireFields read(Bytes frame, WireShape shape) throws WireException {
        if (frame.size() > limits.maxFrameBytes()) {
            throw new WireException(
                    Problem.TOO_LARGE,
                    "expected a message of at most " + limits.maxFrameBytes() + " bytes, found " + frame.size()
                            + "; send less at a time or raise maxFrameBytes",
                    null);
        }
        byte[] bytes = frame.unsafeArray();
        WireText.requireUtf8(bytes);
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), bytes, 0, bytes.length)) {
            if (parser.nextToken() == null) {
                throw new WireException(Problem.MALFORMED, "expected a JSON object, found nothing", null);
            }
            WireFields fields = new ValueReader(parser, bytes).object(shape);
            JsonToken trailing = parser.nextToken();
            if (trailing != null) {
                throw new WireException(
                        Problem.MALFORMED,
                        "expected the end after the object, found more at offset "
                                + parser.currentTokenLocation().getByteOffset(),
                        null);
            }
            return fields;
        } catch (StreamConstraintsException tooLarge) {
            throw failure(Problem.TOO_LARGE, "expected a message within the limits", tooLarge);
        } catch (JacksonException malformed) {
            throw failure(Problem.MALFORMED, "expected JSON", malformed);
        } catch (RuntimeException | StackOverflowError defect) {
            // No such defect is known, but one bad message must not end the thread that reads all messages.
            throw new WireException(
                    Problem.MALFORMED, "expected JSON, found a message on which the reader fails: " + defect, defect);
        }
    }

    /** Returns an exception with the text of the cause but without the cause itself, which would keep the parser and the message alive. */
    private static WireException failure(Problem problem, String expected, JacksonException cause) {
        String told = cause.getOriginalMessage();
        long offset = cause.getLocation() == null ? -1 : cause.getLocation().getByteOffset();
        String where = offset < 0 ? "" : " near offset " + offset;
        return new WireException(
                problem,
                expected + ", found" + where + ": " + WireText.shorten(told == null ? "no details" : told, 200),
                null);
    }

    /**
     * Writes one message.
     *
     * @param sizeEstimate the size that the message will have about, in bytes
     */
    Bytes write(int sizeEstimate, Consumer<ValueWriter> content) {
        FrameOutput out = new FrameOutput(sizeEstimate);
        try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), out)) {
            content.accept(new ValueWriter(json));
        }
        return out.frame();
    }
}
