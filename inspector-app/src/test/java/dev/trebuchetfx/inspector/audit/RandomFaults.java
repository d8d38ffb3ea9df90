// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import dev.trebuchetfx.inspector.audit.FaultModel.Subject;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Faults of every kind, drawn one after another. */
public final class RandomFaults {
    private RandomFaults() {}

    public static FaultModel extended(FaultModel model, Random random) {
        model.connect();
        for (String actor : List.of("todos", "prices", "ticker")) {
            model.open(actor, null);
        }
        for (int step = 0; step < 40; step++) {
            Subject subject = model.subjects.get(random.nextInt(3));
            switch (random.nextInt(14)) {
                case 0 -> model.drop(subject, 1 + random.nextInt(3));
                case 1 -> model.dropAndHeal(subject, 1 + random.nextInt(3), random.nextInt(3));
                case 2 -> model.loseTail(subject, 1 + random.nextInt(3));
                case 3 -> model.duplicate(subject, random.nextInt(3));
                case 4 -> model.reorder(subject);
                case 5 -> model.corrupt(subject);
                case 6 -> {
                    model.updates(subject, 1);
                    model.drift(subject);
                    // What follows a drift is the full state: the client asks for it.
                    model.updates(subject, 1);
                }
                case 7 -> model.unseen(subject, 1 + random.nextInt(3));
                case 8 -> model.update(subject, 1 + random.nextInt(5));
                case 9 -> model.heartbeat(subject);
                case 10, 11 -> {
                    model.cut().connect();
                    for (Subject each : model.subjects) {
                        resume(model, each, random);
                    }
                }
                default -> model.updates(subject, 1 + random.nextInt(6));
            }
        }
        model.subjects.forEach(subject -> model.updates(subject, 2));
        return model;
    }

    private static void resume(FaultModel model, Subject subject, Random random) {
        RestartReason[] reasons = RestartReason.values();
        switch (random.nextInt(5)) {
            case 0 ->
                model.resumeRestarted(
                        subject, random.nextInt(4), reasons[random.nextInt(reasons.length)], random.nextBoolean());
            case 1 -> model.resumeWithHole(subject);
            default -> model.resumeReplayed(subject, random.nextInt(5), 0);
        }
    }

    public static FaultModel version2(FaultModel model, Random random) {
        StreamFilter changed = StreamFilter.predefined("changed", Map.of());
        model.connect();
        model.open("todos", null);
        model.open("prices", changed);
        for (int step = 0; step < 40; step++) {
            Subject subject = model.subjects.get(random.nextInt(2));
            switch (random.nextInt(9)) {
                case 0 -> model.drop(subject, 1 + random.nextInt(3));
                case 1 -> model.duplicate(subject, random.nextInt(3));
                case 2 -> model.reorder(subject);
                case 3 -> model.corrupt(subject);
                case 4 -> model.unseen(subject, 1 + random.nextInt(3));
                case 5, 6 -> {
                    model.cut().connect();
                    version2Resume(model, model.subjects.getFirst(), random);
                    model.askAnew(model.subjects.getLast(), random.nextInt(3));
                }
                default -> model.updates(subject, 1 + random.nextInt(6));
            }
        }
        model.subjects.forEach(subject -> model.updates(subject, 2));
        return model;
    }

    private static void version2Resume(FaultModel model, Subject subject, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> model.version2Restart(subject, 0);
            case 1 -> model.version2Restart(subject, 1 + random.nextInt(3));
            case 2 -> model.version2RestartFails(subject);
            default -> {
                int missed = 1 + random.nextInt(6);
                model.version2Replay(subject, missed, 1 + random.nextInt(missed), random.nextInt(2));
            }
        }
    }
}
