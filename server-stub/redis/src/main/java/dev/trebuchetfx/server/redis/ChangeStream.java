// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import dev.trebuchetfx.server.store.StateChange;
import dev.trebuchetfx.server.store.StateChangeSource.Listener;
import dev.trebuchetfx.server.store.StoreRules;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs.StreamOffset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The place up to which the stream of changes of one partition is read. Entries count the changes of the partition, so that it shows where some were
 * trimmed before they were read. Confined to the session's thread.
 */
final class ChangeStream {
    private static final long MAX_MICROS = 100_000_000_000_000_000L;

    /** The most characters of an entry that an error shows. */
    private static final int SHOWN = 100;

    private static final String NONE = "0-0";

    private final byte[] key;
    private String id = NONE;
    /** The count of the last entry; -1 where it is not known. */
    private long count;

    /** @param newest the entry after which the reading begins; null if the stream has none */
    ChangeStream(String key, @Nullable StreamMessage<byte[], byte[]> newest) {
        this.key = key.getBytes(StandardCharsets.UTF_8);
        goTo(newest);
    }

    private void goTo(@Nullable StreamMessage<byte[], byte[]> newest) {
        id = newest == null ? NONE : newest.getId();
        count = newest == null ? 0 : number(fields(newest).get("count"));
    }

    /** Returns the key of the stream. */
    byte[] key() {
        return key.clone();
    }

    /**
     * Goes to the newest entry if the stream is another one than the one that was read, whose ids begin anew: nothing of it would be heard until they
     * are beyond the former ones.
     *
     * @param newest the newest entry as it is now; null if there is none
     * @return whether it is another one, or has been emptied
     */
    boolean isOther(@Nullable StreamMessage<byte[], byte[]> newest) {
        boolean isOther = newest == null ? !id.equals(NONE) : compare(newest.getId(), id) < 0;
        if (isOther) {
            goTo(newest);
        }
        return isOther;
    }

    private static int compare(String one, String two) {
        int left = one.indexOf('-');
        int right = two.indexOf('-');
        int times = Long.compareUnsigned(
                Long.parseUnsignedLong(one, 0, left, 10), Long.parseUnsignedLong(two, 0, right, 10));
        return times != 0
                ? times
                : Long.compareUnsigned(
                        Long.parseUnsignedLong(one, left + 1, one.length(), 10),
                        Long.parseUnsignedLong(two, right + 1, two.length(), 10));
    }

    /** Returns the places up to which streams are read, as the command XREAD takes them. */
    @SuppressWarnings("unchecked") // An array of a generic class can't be made otherwise.
    static StreamOffset<byte[]>[] offsets(List<ChangeStream> streams) {
        return streams.stream()
                .map(each -> StreamOffset.from(each.key, each.id))
                .toArray(StreamOffset[]::new);
    }

    /**
     * Tells the changes that came on this stream: of each actor the last one alone, which says enough, but for its number where a life began or
     * ended before it.
     */
    void take(List<StreamMessage<byte[], byte[]>> messages, Listener listener) {
        Map<String, StateChange> changes = new LinkedHashMap<>();
        boolean missed = false;
        for (StreamMessage<byte[], byte[]> message : messages) {
            if (!Arrays.equals(message.getStream(), key)) {
                continue;
            }
            id = message.getId();
            Map<String, String> fields = fields(message);
            long next = number(fields.get("count"));
            StateChange change = change(fields);
            if (next < 0 || change == null) {
                listener.malformed("expected an entry with count, actor, number and storedAt in the stream '"
                        + new String(key, StandardCharsets.UTF_8) + "' but found " + shown(fields));
                continue;
            }
            missed |= count >= 0 && next != count + 1;
            count = next;
            changes.merge(change.actor(), change, ChangeStream::after);
        }
        changes.values().forEach(listener::changed);
        if (missed) {
            listener.connected();
        }
    }

    /** Returns a change that says what two say of one actor: a number counts only among those of one life. */
    private static StateChange after(StateChange before, StateChange now) {
        Long number = before.number();
        boolean isOfOneLife = number != null && now.number() != null && number > 1 && now.number() > number;
        return isOfOneLife ? now : new StateChange(now.actor(), null, now.storedAt());
    }

    private static @Nullable StateChange change(Map<String, String> fields) {
        String actor = fields.get("actor");
        String number = fields.get("number");
        long micros = number(fields.get("storedAt"));
        if (actor == null || !StoreRules.isName(actor) || number == null) {
            return null;
        }
        long version = number(number);
        if (!number.isEmpty() && version < 1) {
            return null;
        }
        return new StateChange(
                actor,
                number.isEmpty() ? null : version,
                micros < 0 || micros > MAX_MICROS ? null : ScriptReplies.instant(micros));
    }

    private static Map<String, String> fields(StreamMessage<byte[], byte[]> message) {
        Map<String, String> fields = new HashMap<>();
        Map<byte[], byte[]> body = message.getBody();
        if (body != null) {
            body.forEach((name, value) ->
                    fields.put(new String(name, StandardCharsets.UTF_8), new String(value, StandardCharsets.UTF_8)));
        }
        return fields;
    }

    /** Returns a whole number of 0 or more; -1 where the text is none. */
    private static long number(@Nullable String text) {
        return text == null || !text.matches("\\d{1,18}") ? -1 : Long.parseLong(text);
    }

    private static String shown(Map<String, String> fields) {
        String text = fields.toString();
        String start = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return "'" + start.replaceAll("\\p{Cntrl}", "?") + "'";
    }
}
