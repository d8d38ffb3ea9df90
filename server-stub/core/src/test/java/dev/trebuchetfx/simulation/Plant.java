// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import static dev.trebuchetfx.simulation.SimulatedWorld.MILLISECOND;

import dev.trebuchetfx.client.change.OfflineChanges;
import dev.trebuchetfx.client.checkpoint.StoredCheckpoint;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.Delivery;
import dev.trebuchetfx.client.option.Deltas;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.client.option.WithoutConnection;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** All that a simulation runs: a server or several nodes with one database, clients, the network between them, set up as chance will have it. */
final class Plant {
    private final SimulatedWorld world;
    private final Mutant mutant;
    private final RandomGenerator random;
    private final FaultCounts counts = new FaultCounts();
    private final Wire wire;
    private final SimulatedNetwork network;
    private final int bufferSize;
    private final Duration timeToLive;
    private final Duration heartbeat;
    private final Duration resumeTimeout;
    private final Duration writeDelay;
    private final Duration checkpointMaxAge;
    private final OfflineChanges offline;
    private final Manners manners;
    private final List<Ledger> ledgers = new ArrayList<>();
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final @Nullable SimulatedDatabase database;
    private final List<SimulatedServer> nodes = new ArrayList<>();
    private int servers = 1;
    private long tokens;
    private int toStartAgain;

    /**
     * @param lines decides on the manners of the lines
     */
    Plant(SimulatedWorld world, Mutant mutant, RandomGenerator lines) {
        this.world = world;
        this.mutant = mutant;
        this.random = world.newRandom();
        this.wire = new Wire(world, counts, mutant);
        long latency = List.of(MILLISECOND / 10, MILLISECOND, 20 * MILLISECOND, 150 * MILLISECOND)
                .get(random.nextInt(4));
        this.network = new SimulatedNetwork(world, wire, counts, mutant, latency);
        this.bufferSize = List.of(0, 1, 3, 8, 30).get(random.nextInt(5));
        this.timeToLive = Duration.ofSeconds(List.of(1, 5, 30).get(random.nextInt(3)));
        this.heartbeat = Duration.ofSeconds(List.of(2, 5, 15).get(random.nextInt(3)));
        this.manners = Manners.draw(lines, heartbeat);
        wire.swaps(manners.swaps());
        this.resumeTimeout = Duration.ofSeconds(2 + random.nextInt(4));
        this.writeDelay = Duration.ofMillis(List.of(0, 20, 500).get(random.nextInt(3)));
        this.offline = List.of(OfflineChanges.REFUSED, OfflineChanges.QUEUED, OfflineChanges.KEPT)
                .get(random.nextInt(3));
        this.checkpointMaxAge = Duration.ofSeconds(List.of(3, 300).get(random.nextInt(2)));
        int actors = 1 + random.nextInt(3);
        for (int i = 0; i < actors; i++) {
            ledgers.add(new Ledger());
        }
        boolean stored = random.nextBoolean();
        wire.numbersAnew(stored);
        this.database = stored ? new SimulatedDatabase(world, ledgers) : null;
        if (stored) {
            ledgers.forEach(ledger -> ledger.stored(new Versioned(1, Ledger.THRESHOLD), world.now()));
        }
        int count = stored ? 1 + random.nextInt(3) : 1;
        for (int i = 0; i < count; i++) {
            nodes.add(newServer(true));
        }
    }

    void begin() {
        reachable();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            addClient();
        }
    }

    /** One of the nodes, by chance. */
    SimulatedServer node() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    /** Returns the database that has the states; null if they are in memory. */
    @Nullable
    SimulatedDatabase database() {
        return database;
    }

    int randomActor() {
        return random.nextInt(ledgers.size());
    }

    SimulatedNetwork network() {
        return network;
    }

    Wire wire() {
        return wire;
    }

    FaultCounts counts() {
        return counts;
    }

    Duration timeToLive() {
        return timeToLive;
    }

    long updates() {
        return clients.stream().mapToLong(SimulatedClient::updates).sum();
    }

    List<SimulatedClient> openClients() {
        return clients.stream().filter(client -> !client.isClosed()).toList();
    }

    void addClient() {
        SimulatedClient client = newClient(List.of());
        int streams = 1 + random.nextInt(3);
        for (int i = 0; i < streams; i++) {
            observe(client);
        }
    }

    /** A client that was killed begins again after so long. */
    void startAgainAfter(long nanos, SimulatedClient killed) {
        toStartAgain++;
        world.after(nanos, this, () -> {
            toStartAgain--;
            startAgain(killed);
        });
    }

    /** The process of a client begins again where the one before, which was killed, had written that it was. */
    private void startAgain(SimulatedClient killed) {
        SimulatedClient client = newClient(killed.written());
        client.become(killed.principal());
        client.process().jump(killed.process().clockOffset());
        client.observeAgain(killed.observed());
    }

    private SimulatedClient newClient(List<StoredCheckpoint> written) {
        SimulatedClient client = new SimulatedClient(
                world,
                network,
                mutant,
                "client-" + (clients.size() + 1),
                heartbeat,
                resumeTimeout,
                manners.options(),
                new SimulatedClient.Keeping(written, writeDelay, checkpointMaxAge, offline));
        clients.add(client);
        return client;
    }

    void observe(SimulatedClient client) {
        boolean changing = random.nextInt(5) == 0;
        StreamFilter filter = changing ? null : Filters.draw(random);
        Delivery delivery =
                switch (random.nextInt(4)) {
                    case 0 -> new Delivery.Every(5 + random.nextInt(20));
                    case 1 -> new Delivery.Every(10_000);
                    default -> new Delivery.Latest();
                };
        int actor = random.nextInt(ledgers.size());
        client.observe(new Observation(
                actor,
                ledgers.get(actor),
                database == null ? 0 : database.mostBehind(),
                database != null && !database.isForgetful() && !changing && !Filters.limitsRate(filter),
                StreamOptions.builder()
                        .filter(filter)
                        .delivery(delivery)
                        .deltas(random.nextInt(3) == 0 ? Deltas.AUTOMATIC : Deltas.NONE)
                        .build(),
                changing ? Filters.changing() : filter));
    }

    void changeFilter(SimulatedClient client) {
        client.openStreams().stream()
                .filter(SimulatedStream::mayChangeFilter)
                .findFirst()
                .ifPresent(stream -> stream.changeFilter(Filters.drawChange(random)));
    }

    void call(SimulatedClient client) {
        int actor = random.nextInt(ledgers.size());
        CallOptions options = CallOptions.DEFAULT;
        if (random.nextBoolean()) {
            options = options.toBuilder()
                    .withoutConnection(WithoutConnection.WAIT_UNTIL_TIMEOUT)
                    .build();
        }
        if (random.nextInt(4) == 0) {
            options = options.toBuilder().idempotent(true).build();
        }
        client.call(actor, ledgers.get(actor), ++tokens, random.nextInt(100), options);
    }

    /** Changes an actor by way of a stream, which shows it at once. */
    void edit(SimulatedClient client) {
        List<SimulatedStream> open = client.openStreams();
        if (!open.isEmpty()) {
            SimulatedStream stream = open.get(random.nextInt(open.size()));
            int times = 1 + random.nextInt(3);
            for (int i = 0; i < times; i++) {
                stream.change(++tokens, random.nextInt(100));
            }
        }
    }

    void change(int times) {
        int actor = random.nextInt(ledgers.size());
        for (int i = 0; i < times; i++) {
            node().actor(actor).become(random.nextInt(100));
        }
    }

    void repeat() {
        node().actor(random.nextInt(ledgers.size())).repeat();
    }

    /** Every actor changes to something that every filter lets pass. */
    void touch() {
        for (int i = 0; i < ledgers.size(); i++) {
            node().actor(i).become(Ledger.THRESHOLD + random.nextInt(50));
        }
    }

    /** The process ends; another one, with a new epoch if its actors are not stored, takes its place, at once or when it is told to. */
    void restart(SimulatedServer old, boolean atOnce) {
        if (!nodes.remove(old)) {
            return;
        }
        old.process().kill();
        linesTo(old).forEach(SimulatedLine::cut);
        reachable();
        nodes.add(newServer(random.nextBoolean()));
        if (atOnce) {
            reachable();
        }
    }

    /** This node can't be reached, but goes on. */
    void unreachable(SimulatedServer node) {
        network.servers(nodes.stream().filter(other -> other != node).toList());
        linesTo(node).forEach(SimulatedLine::cut);
    }

    /** Nobody can be reached. */
    void nobodyReachable() {
        network.servers(List.of());
        network.lines().forEach(SimulatedLine::cut);
    }

    private List<SimulatedLine> linesTo(SimulatedServer node) {
        return network.lines().stream().filter(line -> line.isTo(node)).toList();
    }

    /** Each node can be reached. */
    void reachable() {
        network.servers(List.copyOf(nodes));
    }

    private SimulatedServer newServer(boolean keepsState) {
        return new SimulatedServer(
                world,
                "server-" + servers++,
                bufferSize,
                timeToLive,
                ledgers,
                keepsState,
                database == null ? null : process -> mutant.store(database.openFor(process)));
    }

    void endFaults(boolean cutDeadLines) {
        wire.faultRate(0);
        wire.swaps(false);
        network.admit(SimulatedNetwork.Admission.OPEN);
        network.swallowHeaders(false);
        network.letEndsComeLate(false);
        if (cutDeadLines) {
            network.lines().forEach(SimulatedLine::settle);
        }
        if (database != null) {
            database.heal();
        }
        reachable();
        clients.forEach(client -> client.process().slowDown(0));
    }

    void check() {
        clients.forEach(SimulatedClient::check);
    }

    /** Which stream is not equal to the server; null for none. */
    @Nullable
    String behind() {
        if (toStartAgain > 0) {
            return "a client has yet to start again";
        }
        for (SimulatedClient client : openClients()) {
            for (SimulatedStream stream : client.openStreams()) {
                String behind = stream.behind();
                if (behind != null) {
                    return behind;
                }
            }
        }
        return null;
    }

    /** One client keeps its streams, if there are several. */
    void closeStreams() {
        openClients().stream().skip(1).forEach(client -> client.openStreams().forEach(SimulatedStream::close));
    }

    /** Returns whether each stream that is open is bound at a node, and no other. A line that is replaced unbinds its streams for a moment. */
    boolean areOpenStreamsBound() {
        return boundStreams() == openStreams();
    }

    void checkStreamsEnded() {
        // What a client does not know of, since a start or an end was lost on a living line, goes with that line.
        if (!areOpenStreamsBound() && !wire.hasLostControl()) {
            throw new Violation(
                    "the server has " + boundStreams() + " streams bound where " + openStreams() + " are open");
        }
    }

    private long boundStreams() {
        return nodes.stream().mapToLong(SimulatedServer::boundStreams).sum();
    }

    private long openStreams() {
        return openClients().stream()
                .mapToLong(client -> client.openStreams().size())
                .sum();
    }

    void closeClients() {
        openClients().forEach(SimulatedClient::close);
        network.lines().forEach(SimulatedLine::settle);
    }

    void checkNothingIsLeft() {
        for (SimulatedClient client : clients) {
            client.checkCalls();
            none(
                    client.unsettledChanges(),
                    "changes of filters of " + client.process().name());
            none(
                    client.process().waiting(),
                    "timers and tasks of " + client.process().name());
        }
        none(network.lines().size(), "lines");
        for (SimulatedServer node : nodes) {
            none(node.stub().connectionCount(), "connections of the server");
            none(node.stub().streams().size(), "streams of the server");
            node.stub().close();
        }
    }

    void checkServerIsOver() {
        nodes.forEach(node -> none(node.process().waiting(), "timers and tasks of the server"));
    }

    private static void none(long left, String what) {
        if (left != 0) {
            throw new Violation(left + " " + what + " are left at the end");
        }
    }
}
