// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import dev.trebuchetfx.server.store.StateRefusedException;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StoreRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;

/**
 * The reader of a stream's records: gathers which edits they show, numbers them once for each actor however many there are, and gathers what others
 * shall hear. It remembers the newest version of each actor alone, since that says enough. Confined to one thread.
 */
final class EditReader {
    private static final Logger LOG = LoggerFactory.getLogger(EditReader.class);

    /** The number of actors after which it is cheaper to say that anything may have changed. */
    private static final int MAX_ACTORS = 10_000;

    private static final int MAX_MALFORMED = 100;

    private final EditNumbering numbering;
    private Map<String, @Nullable Long> changes = new LinkedHashMap<>();
    private List<String> malformed = new ArrayList<>();
    /** The actors whose edits are to be numbered, with the newest mark that they had before; null for none. */
    private Map<String, @Nullable Seal> edited = new LinkedHashMap<>();

    private boolean anything;

    EditReader(EditNumbering numbering) {
        this.numbering = numbering;
    }

    /**
     * Reads a record. An edit that it shows is numbered by {@link #number}.
     *
     * @throws StateStoreException if DynamoDB does not answer, so that the record is to be read again
     */
    void read(Record record) {
        if (record.dynamodb() == null) {
            addMalformed("expected a record of the stream with a change but found one with none");
            return;
        }
        String actor = Attributes.text(record.dynamodb().keys(), StateItem.ACTOR);
        if (!StoreRules.isName(actor)) {
            addMalformed("expected an item with an actor's name as actorId but found one with " + actor.length()
                    + " characters");
            return;
        }
        if (record.eventName() == OperationType.REMOVE) {
            edited.remove(actor);
            numbering.forgetFormer(actor);
            add(actor, null);
            return;
        }
        StateItem item = new StateItem(record.dynamodb().newImage());
        Map<String, AttributeValue> old = record.dynamodb().oldImage();
        Seal before = old == null || old.isEmpty() ? null : new StateItem(old).seal();
        Seal seal = item.seal();
        if (seal != null && item.isNumbered() && !EditNumbering.isBefore(seal, before)) {
            add(actor, seal.version().number());
            return;
        }
        String defect = record.dynamodb().hasNewImage() ? item.defect() : null;
        if (defect != null) {
            addMalformed(defect);
        }
        edited.put(actor, newest(edited.get(actor), before));
    }

    private static @Nullable Seal newest(@Nullable Seal known, @Nullable Seal now) {
        return now == null || EditNumbering.isBefore(now, known) ? known : now;
    }

    /**
     * Numbers all edits that were read.
     *
     * @param beforeEach called before each; what it throws ends this
     * @throws StateStoreException if DynamoDB does not answer, so that the records since the last call are to be read again
     */
    void number(Runnable beforeEach) {
        Map<String, @Nullable Seal> all = edited;
        edited = new LinkedHashMap<>();
        all.forEach((actor, before) -> {
            beforeEach.run();
            number(actor, before);
        });
    }

    private void number(String actor, @Nullable Seal before) {
        try {
            // As it is now: what has been changed since is numbered with it.
            StateItem numbered = numbering.numbered(numbering.read(actor), before);
            Seal seal = numbered == null ? null : numbered.seal();
            if (seal == null || (before != null && !seal.version().isOfSameLife(before.version()))) {
                add(actor, null);
            } else if (!seal.equals(before)) {
                add(actor, seal.version().number());
            }
        } catch (StateRefusedException e) {
            addUnnumbered(
                    actor,
                    "an edit of the actor '" + actor + "' can't be numbered: " + e.getMessage()
                            + "; store a smaller state");
        } catch (StateStoreException e) {
            if (e.getCause() != null) {
                throw e;
            }
            addUnnumbered(actor, String.valueOf(e.getMessage()));
        }
    }

    /** Adds an edit that can't be numbered: whoever shows the actor has to know that it shows what is stored no more. */
    private void addUnnumbered(String actor, String why) {
        addMalformed(why);
        add(actor, null);
    }

    /** @param number the number of the newest version; null where a life has ended */
    private void add(String actor, @Nullable Long number) {
        if (!anything) {
            // A number counts only among those of one life, so the end of one must not be hidden by what follows it.
            boolean isOfOneLife = !changes.containsKey(actor) || changes.get(actor) != null;
            changes.put(actor, isOfOneLife ? number : null);
            if (changes.size() > MAX_ACTORS) {
                addAnything();
            }
        }
    }

    /** Adds that records have been lost, so that anything may have changed. */
    void lost(String why) {
        LOG.warn("{}; all nodes read the newest versions of their actors", why);
        addAnything();
    }

    /** Adds that nobody has noted any position in the stream, so that edits may be in one that was there before, or in none. */
    void begun() {
        LOG.info(
                "No node has noted how far it has read this stream, which may be new: all nodes read the newest versions of their actors. An edit"
                        + " that was made while the table had no stream and left sequenceNumber as it was is numbered when its actor is loaded");
        addAnything();
    }

    private void addAnything() {
        anything = true;
        changes.clear();
    }

    private void addMalformed(String what) {
        if (malformed.size() < MAX_MALFORMED) {
            malformed.add(what);
        }
    }

    /** Returns whether there is something that others shall hear. */
    boolean hasChanges() {
        return anything || !changes.isEmpty();
    }

    /** Returns what others shall hear, and forgets it; no actor at all where anything may have changed. */
    Map<String, @Nullable Long> takeChanges() {
        Map<String, @Nullable Long> taken = changes;
        changes = new LinkedHashMap<>();
        anything = false;
        return taken;
    }

    /** Returns what could not be understood, and forgets it. */
    List<String> takeMalformed() {
        List<String> taken = malformed;
        malformed = new ArrayList<>();
        return taken;
    }
}
