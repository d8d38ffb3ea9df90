// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import dev.trebuchetfx.protocol.delta.DeltaCodable;
import dev.trebuchetfx.server.actor.StreamedState;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Accounts whose deltas are merged in, so that none can say that an account was closed. */
public final class Ledger {
    /** The balances; a delta has those that are other than before. */
    public record Balances(SortedMap<String, Integer> accounts) implements DeltaCodable<Balances> {
        public Balances {
            accounts = Collections.unmodifiableSortedMap(new TreeMap<>(accounts));
        }

        @Override
        public Optional<Balances> delta(Balances from) {
            SortedMap<String, Integer> changed = new TreeMap<>(accounts);
            changed.entrySet().removeAll(from.accounts.entrySet());
            return equals(from) ? Optional.empty() : Optional.of(new Balances(changed));
        }

        @Override
        public Balances applying(Balances delta) {
            SortedMap<String, Integer> merged = new TreeMap<>(accounts);
            merged.putAll(delta.accounts);
            return new Balances(merged);
        }
    }

    private static final Balances FIRST =
            new Balances(new TreeMap<>(Map.of("cash", 1, "equipment", 2, "receivables", 3)));

    private final StreamedState<Balances> balances = new StreamedState<>(FIRST);
    private final StreamedState<Balances> declared = StreamedState.sendingDeltas(FIRST);

    /** Changes where a client asks for them. */
    public StreamedState<Balances> observeBalances() {
        return balances;
    }

    /** Changes for version 2 clients too. */
    public StreamedState<Balances> observeDeclared() {
        return declared;
    }

    /** Sets the balance of an account. */
    public void book(String account, int balance) {
        SortedMap<String, Integer> next = new TreeMap<>(balances.get().accounts());
        next.put(account, balance);
        become(new Balances(next));
    }

    /** Closes an account. */
    public void close(String account) {
        SortedMap<String, Integer> next = new TreeMap<>(balances.get().accounts());
        next.remove(account);
        become(new Balances(next));
    }

    private void become(Balances next) {
        balances.set(next);
        declared.set(next);
    }
}
