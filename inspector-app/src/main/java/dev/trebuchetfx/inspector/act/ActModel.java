// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.act;

import dev.trebuchetfx.protocol.fault.FaultParser;
import dev.trebuchetfx.protocol.filter.InvalidFilterException;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.util.RawValue;

/**
 * The panel Send: calls, streams of its own and faults, and what came of each, newest first.
 *
 * <p>Confined to the FX thread. What other threads find out is taken over by {@link #refresh}.
 */
public final class ActModel {
    private static final int MAX_ENTRIES = 500;

    private final ActTarget target;
    private final InstantSource clock;
    private final StringProperty actor = new SimpleStringProperty(this, "actor", "");
    private final StringProperty method = new SimpleStringProperty(this, "method", "");
    private final StringProperty arguments = new SimpleStringProperty(this, "arguments", "");
    private final StringProperty filter = new SimpleStringProperty(this, "filter", "");
    private final StringProperty sequence = new SimpleStringProperty(this, "sequence", "0");
    private final StringProperty kind = new SimpleStringProperty(this, "kind", "drop");
    private final StringProperty parameters = new SimpleStringProperty(this, "parameters", "n=1");
    private final StringProperty seed = new SimpleStringProperty(this, "seed", "1");
    private final ObservableList<ActEntry> entries = FXCollections.observableArrayList();
    private final ReadOnlyIntegerWrapper faultsDone = new ReadOnlyIntegerWrapper(this, "faultsDone", 0);
    private final ConcurrentLinkedQueue<Runnable> found = new ConcurrentLinkedQueue<>();
    private final FaultRecord record = new FaultRecord();
    private Caller.@Nullable Probe probe;
    private long numbers;

    public ActModel(ActTarget target, InstantSource clock) {
        this.target = target;
        this.clock = clock;
    }

    /** Shows what has come of what was done; to be called once a pulse. */
    public void refresh() {
        for (Runnable each = found.poll(); each != null; each = found.poll()) {
            each.run();
        }
    }

    /** Calls {@link #actorProperty} and {@link #methodProperty} with {@link #argumentsProperty}, one JSON value a line. */
    public void call() {
        Caller caller = target.caller();
        String what = name();
        if (caller == null) {
            refuse(what, target.whyNoCalls());
            return;
        }
        try {
            List<RawValue> values = values();
            long number = begin("call " + what + values);
            CompletableFuture<JsonNode> unused = caller.call(
                            actor.get().strip(), method.get().strip(), values)
                    .whenComplete((result, failure) -> finish(
                            number,
                            failure == null ? ExactJson.text(result) : why(failure),
                            failure == null ? ActEntry.Outcome.DONE : ActEntry.Outcome.FAILED));
        } catch (IllegalArgumentException e) {
            refuse("call " + what, String.valueOf(e.getMessage()));
        }
    }

    private List<RawValue> values() {
        if (actor.get().isBlank() || method.get().isBlank()) {
            throw new IllegalArgumentException("name an actor and a method, such as todos and addTodo");
        }
        List<RawValue> values = new ArrayList<>();
        for (String line :
                arguments.get().lines().filter(each -> !each.isBlank()).toList()) {
            values.add(ExactJson.argument(line.strip()));
        }
        return values;
    }

    /** Opens a stream of its own with {@link #filterProperty}; the one before is closed. */
    public void open() {
        Caller caller = target.caller();
        String what = "stream " + name()
                + (filter.get().isBlank() ? "" : " filtered by " + filter.get().strip());
        if (caller == null) {
            refuse(what, target.whyNoCalls());
            return;
        }
        if (actor.get().isBlank() || !method.get().strip().startsWith("observe")) {
            refuse(what, "name an actor and a method that begins with observe, such as todos and observeState");
            return;
        }
        StreamFilter wanted;
        try {
            wanted = filter.get().isBlank()
                    ? null
                    : StreamFilter.parse(filter.get().strip());
        } catch (InvalidFilterException e) {
            refuse(what, String.valueOf(e.getMessage()));
            return;
        }
        closeProbe();
        finish(begin(what), "opened on a connection of its own", ActEntry.Outcome.DONE);
        probe = caller.open(actor.get().strip(), method.get().strip(), wanted, this::told);
    }

    /** Resumes the stream that {@link #open} opened, after {@link #sequenceProperty}. */
    public void resume() {
        String what = "resume after " + sequence.get().strip();
        Caller.Probe opened = probe;
        if (opened == null) {
            refuse(
                    what,
                    target.caller() == null
                            ? target.whyNoCalls()
                            : "open a stream first; its own numbers begin with 1");
            return;
        }
        try {
            opened.resumeAfter(Long.parseUnsignedLong(sequence.get().strip()));
            finish(begin(what), "over another connection", ActEntry.Outcome.DONE);
        } catch (NumberFormatException e) {
            refuse(what, "expected a sequence number, 0 or more, but found '" + sequence.get() + "'");
        } catch (IllegalStateException e) {
            refuse(what, String.valueOf(e.getMessage()));
        }
    }

    /** Brings about {@link #kindProperty} with {@link #parametersProperty}, such as {@code n=2 ms=500}. */
    public void injectFault() {
        FaultGate gate = target.faults();
        String name = kind.get().strip();
        String what = ("fault " + name + " " + parameters.get().strip()).strip();
        if (gate == null) {
            refuse(what, target.whyNoFaults());
            return;
        }
        try {
            Map<String, String> values = parameterValues();
            FaultParser.parse(name, values);
            long number = begin(what);
            CompletableFuture<String> unused = gate.inject(name, values).whenComplete((answer, failure) -> {
                if (failure == null) {
                    Instant at = clock.instant();
                    found.add(() -> {
                        record.done(at, name, values);
                        faultsDone.set(record.size());
                    });
                }
                finish(
                        number,
                        failure == null ? answer : why(failure),
                        failure == null ? ActEntry.Outcome.DONE : ActEntry.Outcome.FAILED);
            });
        } catch (IllegalArgumentException e) {
            refuse(what, String.valueOf(e.getMessage()));
        }
    }

    private Map<String, String> parameterValues() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String word : parameters.get().strip().split("\\s+", -1)) {
            int equals = word.indexOf('=');
            if (!word.isEmpty() && equals < 1) {
                throw new IllegalArgumentException("expected key=value, such as n=2 or ms=500, but found " + word);
            }
            if (equals > 0) {
                values.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return values;
    }

    /** Writes the faults done up to now, with the times between them and {@link #seedProperty}, for {@code fault --scenario}. */
    public void saveScenario(Path file) {
        String what = "save " + record.size() + " faults to " + file.getFileName();
        if (record.size() == 0) {
            refuse(what, "bring a fault about first");
            return;
        }
        try {
            long number = Long.parseLong(seed.get().strip());
            Files.write(file, record.toJson(number));
            finish(
                    begin(what),
                    "again: ./trebuchet fault ADMINURL --scenario " + file + " --seed " + number,
                    ActEntry.Outcome.DONE);
        } catch (NumberFormatException e) {
            refuse(what, "expected a whole number as seed but found '" + seed.get() + "'");
        } catch (IOException e) {
            refuse(what, "the file can't be written: " + e.getMessage());
        }
    }

    private String name() {
        return actor.get().strip() + "." + method.get().strip();
    }

    private static String why(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return String.valueOf(cause.getMessage());
    }

    private void told(String line) {
        found.add(() -> add(new ActEntry(numbers++, clock.instant(), "stream", line, ActEntry.Outcome.DONE)));
    }

    private long begin(String what) {
        long number = numbers++;
        add(new ActEntry(number, clock.instant(), what, "…", ActEntry.Outcome.PENDING));
        return number;
    }

    private void refuse(String what, String why) {
        add(new ActEntry(numbers++, clock.instant(), what, why, ActEntry.Outcome.FAILED));
    }

    private void finish(long number, String result, ActEntry.Outcome outcome) {
        found.add(() -> {
            for (int i = 0; i < entries.size(); i++) {
                ActEntry entry = entries.get(i);
                if (entry.number() == number) {
                    entries.set(i, new ActEntry(number, entry.at(), entry.what(), result, outcome));
                    return;
                }
            }
        });
    }

    private void add(ActEntry entry) {
        entries.addFirst(entry);
        if (entries.size() > MAX_ENTRIES) {
            entries.removeLast();
        }
    }

    private void closeProbe() {
        if (probe != null) {
            probe.close();
            probe = null;
        }
    }

    /** Closes every connection of the panel. */
    public void close() {
        closeProbe();
        if (target.caller() != null) {
            target.caller().close();
        }
    }

    /** What can be done here. */
    public ActTarget target() {
        return target;
    }

    /** What was done, newest first. */
    public ObservableList<ActEntry> entries() {
        return entries;
    }

    public StringProperty actorProperty() {
        return actor;
    }

    public StringProperty methodProperty() {
        return method;
    }

    public StringProperty argumentsProperty() {
        return arguments;
    }

    public StringProperty filterProperty() {
        return filter;
    }

    public StringProperty sequenceProperty() {
        return sequence;
    }

    public StringProperty kindProperty() {
        return kind;
    }

    public StringProperty parametersProperty() {
        return parameters;
    }

    public StringProperty seedProperty() {
        return seed;
    }

    /** How many faults a scenario would hold. */
    public ReadOnlyIntegerProperty faultsDoneProperty() {
        return faultsDone.getReadOnlyProperty();
    }
}
