// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import static dev.trebuchetfx.simulation.SimulatedWorld.MILLISECOND;
import static dev.trebuchetfx.simulation.SimulatedWorld.SECOND;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** What happens next: mostly life, sometimes a fault. */
final class Faults {
    /**
     * How many updates each server may mean to lose: so few that it is over with it before a run's quiet time is, though it loses
     * one with each heartbeat.
     */
    static final int MAX_LOST_BY_SERVER = 4;

    private final SimulatedWorld world;
    private final Plant plant;
    private final SimulatedNetwork network;
    private final FaultCounts counts;
    private final RandomGenerator random;
    private final Map<SimulatedServer, Integer> lost = new HashMap<>();

    Faults(SimulatedWorld world, Plant plant) {
        this.world = world;
        this.plant = plant;
        this.network = plant.network();
        this.counts = plant.counts();
        this.random = world.newRandom();
    }

    /** One thing, drawn by chance. */
    void next() {
        int draw = random.nextInt(100);
        if (draw < 50) {
            plant.change(1 + random.nextInt(4));
        } else if (draw < 54) {
            plant.repeat();
        } else if (draw < 56) {
            clients(1).forEach(plant::changeFilter);
        } else if (draw < 59) {
            clients(1).forEach(random.nextBoolean() ? plant::call : plant::edit);
        } else if (draw < 62) {
            clients(1).forEach(this::openOrCloseStream);
        } else if (draw < 70) {
            cutOrSilence();
        } else if (draw < 75 && plant.database() != null) {
            ofDatabase(plant.database());
        } else if (draw < 80) {
            ofServer();
        } else if (draw < 90) {
            ofNetwork();
        } else {
            ofClients();
        }
    }

    private void openOrCloseStream(SimulatedClient client) {
        List<SimulatedStream> open = client.openStreams();
        if (open.size() > 1 && random.nextBoolean()) {
            SimulatedStream stream = open.get(random.nextInt(open.size()));
            count(FaultKind.STREAM_CLOSED, stream.name());
            stream.close();
        }
        if (open.size() < 5) {
            plant.observe(client);
        }
    }

    private void cutOrSilence() {
        List<SimulatedLine> flowing = network.flowing();
        if (flowing.isEmpty()) {
            return;
        }
        SimulatedLine line = flowing.get(random.nextInt(flowing.size()));
        switch (random.nextInt(8)) {
            case 0 -> silence(line, FaultKind.HALF_OPEN_TO_CLIENT);
            case 1 -> silence(line, FaultKind.HALF_OPEN_TO_SERVER);
            case 2 -> silence(line, FaultKind.DEAD_BOTH_WAYS);
            default -> {
                count(FaultKind.CUT, line.name());
                line.cut();
            }
        }
    }

    private void silence(SimulatedLine line, FaultKind kind) {
        count(kind, line.name());
        line.silence(kind != FaultKind.HALF_OPEN_TO_SERVER, kind != FaultKind.HALF_OPEN_TO_CLIENT);
        // Some time later somebody hears of it, or never.
        if (random.nextInt(3) != 0) {
            world.after(random.nextLong(30 * SECOND), this, line::settle);
        }
    }

    private void ofServer() {
        SimulatedServer node = plant.node();
        var stub = node.stub();
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> {
                int updates = 1 + random.nextInt(3);
                if (lost.getOrDefault(node, 0) + updates <= MAX_LOST_BY_SERVER) {
                    lost.merge(node, updates, Integer::sum);
                    count(FaultKind.SERVER_DROP, updates + " updates");
                    stub.faults().drop(updates);
                }
            }
            case 3, 4 -> {
                count(FaultKind.SERVER_EXPIRE, "every buffer");
                var unused = stub.faults().expire();
            }
            case 5 -> {
                count(FaultKind.SERVER_CUT, "every line");
                stub.faults().cut();
            }
            case 6 -> {
                boolean atOnce = random.nextBoolean();
                count(FaultKind.SERVER_KILLED, atOnce ? "and started again at once" : "and started again later");
                plant.restart(node, atOnce);
                later(plant::reachable);
            }
            case 7 -> {
                count(FaultKind.SERVER_CLOSED, "and started again");
                stub.close();
                world.after(random.nextLong(50 * MILLISECOND), this, () -> plant.restart(node, true));
            }
            default -> {
                count(FaultKind.SERVER_OUTAGE, "with its buffers kept");
                plant.unreachable(node);
                later(plant::reachable);
            }
        }
    }

    private void ofDatabase(SimulatedDatabase database) {
        SimulatedProcess node = plant.node().process();
        long time = random.nextLong(5 * SECOND);
        switch (random.nextInt(8)) {
            case 0 -> {
                count(FaultKind.STORE_UNREACHABLE, "for " + node.name());
                database.cutOff(node, time);
            }
            case 1 -> {
                count(FaultKind.WRITE_LOST, "once or more");
                database.refuseWrites(1 + random.nextInt(3));
            }
            case 2, 3 -> {
                count(FaultKind.ANSWER_LOST, "once or more");
                database.loseAnswers(1 + random.nextInt(3));
            }
            case 4, 5 -> {
                count(FaultKind.CHANGES_LOST, "for " + node.name());
                database.loseChanges(node, time);
            }
            case 6 -> {
                count(FaultKind.OUTSIDE_REPLACEMENT, "of a state");
                database.replace(plant.randomActor(), random.nextInt(100));
            }
            default -> {
                count(FaultKind.OUTSIDE_EDIT, "of a state");
                database.edit(plant.randomActor(), random.nextInt(100));
            }
        }
    }

    private void ofNetwork() {
        switch (random.nextInt(8)) {
            case 0 -> admit(SimulatedNetwork.Admission.REFUSED);
            case 1 -> admit(SimulatedNetwork.Admission.UNAVAILABLE);
            case 2 -> admit(SimulatedNetwork.Admission.BLACK_HOLE);
            case 3 -> {
                network.swallowHeaders(true);
                later(() -> network.swallowHeaders(false));
            }
            case 4 -> {
                network.letEndsComeLate(true);
                later(() -> network.letEndsComeLate(false));
            }
            default -> {
                plant.wire().faultRate(random.nextDouble() * 0.3);
                later(() -> plant.wire().faultRate(0));
            }
        }
    }

    private void admit(SimulatedNetwork.Admission admission) {
        network.admit(admission);
        later(() -> network.admit(SimulatedNetwork.Admission.OPEN));
    }

    private void ofClients() {
        switch (random.nextInt(17)) {
            case 0, 1 -> {
                Duration by = Duration.ofSeconds(random.nextInt(-4_000, 4_000));
                List<SimulatedClient> clients = clients(1);
                count(FaultKind.CLOCK_JUMP, "by " + by + (clients.isEmpty() ? "" : ", of a client"));
                clients.forEach(client -> client.process().jump(by));
                plant.node().process().jump(by);
            }
            case 2, 3, 4 ->
                clients(1).forEach(client -> {
                    count(FaultKind.SLOW_SUBSCRIBER, client.process().name());
                    client.process().slowDown(random.nextLong(SECOND));
                    later(() -> client.process().slowDown(0));
                });
            case 5, 6 -> {
                count(FaultKind.BURST, "of changes");
                plant.change(10 + random.nextInt(40));
            }
            case 7 -> {
                count(FaultKind.LONG_SILENCE, "of everybody");
                plant.nobodyReachable();
                world.after(plant.timeToLive().toNanos() + random.nextLong(SECOND), this, plant::reachable);
            }
            case 8 ->
                clients(1).forEach(client -> {
                    count(FaultKind.CLIENT_CLOSED, client.process().name());
                    client.close();
                    plant.addClient();
                });
            case 9, 10, 11 ->
                clients(1).forEach(client -> {
                    boolean withItsMachine = random.nextInt(4) == 0;
                    count(
                            FaultKind.CLIENT_KILLED,
                            client.process().name() + (withItsMachine ? ", of which the server does not hear" : ""));
                    client.kill();
                    network.lines().stream()
                            .filter(line ->
                                    line.client().equals(client.process().name()))
                            .forEach(withItsMachine ? line -> line.silence(true, true) : SimulatedLine::cut);
                    plant.startAgainAfter(random.nextBoolean() ? 0 : random.nextLong(5 * SECOND), client);
                });
            case 12 ->
                clients(1).forEach(client -> {
                    count(FaultKind.TOKEN_UNAVAILABLE, client.process().name());
                    client.tokens().unavailable(true);
                    later(() -> client.tokens().unavailable(false));
                });
            case 13, 14 ->
                clients(1).forEach(client -> {
                    int stale = random.nextInt(4);
                    count(
                            FaultKind.TOKEN_EXPIRED,
                            "of " + client.process().name() + ", whose application gives it " + stale + " times more");
                    client.tokens().expire(stale);
                    network.lines().stream()
                            .filter(line ->
                                    line.client().equals(client.process().name()))
                            .forEach(SimulatedLine::cut);
                });
            case 15 ->
                clients(1).forEach(client -> {
                    String other = Principals.ALL.get(random.nextInt(Principals.ALL.size()));
                    count(FaultKind.PRINCIPAL_CHANGED, client.process().name() + " is " + other);
                    client.become(other);
                    network.lines().stream()
                            .filter(line ->
                                    line.client().equals(client.process().name()))
                            .forEach(SimulatedLine::cut);
                });
            default ->
                clients(1).forEach(client -> {
                    count(FaultKind.RECONNECT_NOW, client.process().name());
                    client.reconnectNow();
                });
        }
    }

    private List<SimulatedClient> clients(int count) {
        List<SimulatedClient> open = plant.openClients();
        return open.isEmpty()
                ? List.of()
                : open.subList(random.nextInt(open.size()), open.size()).stream()
                        .limit(count)
                        .toList();
    }

    private void later(Runnable end) {
        world.after(random.nextLong(5 * SECOND), this, end);
    }

    private void count(FaultKind kind, String what) {
        counts.add(kind);
        world.say("fault", () -> kind.word() + ": " + what);
    }
}
