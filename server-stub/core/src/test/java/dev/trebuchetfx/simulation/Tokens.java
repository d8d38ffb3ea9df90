// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

/**
 * The tokens of one client: what its application has, what the gateway before the server takes, and what the client does about a
 * refusal. It must ask for another token once, and say so when that one is refused, too, instead of asking on and on.
 */
final class Tokens {
    private static final String NUMBER = "#";
    /** Within this time of a refusal another token must have been asked for. */
    private static final long REACTION = SimulatedWorld.SECOND;

    private final SimulatedWorld world;
    private final String client;
    private long valid = 1;
    private long held = 1;
    private int staleAnswers;
    private boolean unavailable;
    private int refusals;
    private long refusedAt = Long.MAX_VALUE;

    Tokens(SimulatedWorld world, String client) {
        this.world = world;
        this.client = client;
    }

    /**
     * The application is asked for one.
     *
     * @throws IllegalStateException while it can't get one
     */
    String ask(String principal) {
        if (refusals > 1) {
            throw new Violation(client + " asks for a token again though " + refusals + " have been refused");
        }
        refusedAt = Long.MAX_VALUE;
        if (unavailable) {
            throw new IllegalStateException("who gives tokens can't be reached");
        }
        if (held != valid && --staleAnswers < 0) {
            held = valid;
        }
        return Principals.tokenOf(principal) + NUMBER + held;
    }

    /**
     * What the gateway took so far it takes no more.
     *
     * @param answers how many more times the application gives the old one, since it does not know
     */
    void expire(int answers) {
        valid++;
        staleAnswers = answers;
    }

    /** Returns whether the application can't get one at all. */
    void unavailable(boolean now) {
        unavailable = now;
    }

    boolean accepts(String authorization) {
        return authorization.endsWith(NUMBER + valid);
    }

    /** As the server behind the gateway gets it. */
    static String withoutNumber(String authorization) {
        int at = authorization.indexOf(NUMBER);
        return at < 0 ? authorization : authorization.substring(0, at);
    }

    /** The client hears that its token was refused. */
    void refused() {
        refusals++;
        refusedAt = world.now();
    }

    /** The client hears that its token was taken, or is told to try again. */
    void forgiven() {
        refusals = 0;
        refusedAt = Long.MAX_VALUE;
    }

    /** Holds while the client has not given up. */
    void check() {
        if (refusedAt != Long.MAX_VALUE && world.now() - refusedAt > REACTION) {
            throw new Violation(
                    client + " was refused for its token and has neither asked for another one nor said so");
        }
    }
}
