// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.replay;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.replay.ReplayBuffer.Update;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that the streams of a server keep, all of them together: the updates that can be replayed, and the newest state of each stream
 * whose filter makes copies of its own. Bytes that several streams share count once, for each principal and for the whole.
 *
 * <p>Where there are too many, the principal that keeps the most loses its oldest updates first. They are gone at once, whatever their actor
 * does: its stream finds out when it looks. Where that is not enough, the newest copies alone are too many, and a stream has to end.
 *
 * <p>Safe for use by any thread. Its lock is held for bookkeeping only, never while other code is called. Each step takes O(log n) for n
 * principals.
 */
public final class ReplayBudget {
    /** A guess at the heap that an update takes beside its data, so that many small ones count too. */
    public static final int BYTES_FOR_EACH = 128;

    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final IdentityHashMap<Bytes, Holders> kept = new IdentityHashMap<>();
    private final Map<String, Account> accounts = new HashMap<>();
    /** The principals that have something to evict, the greediest first. */
    private final TreeSet<Account> evictable =
            new TreeSet<>(Comparator.<Account>comparingLong(each -> -each.bytes).thenComparing(each -> each.principal));

    private long bytes;
    /** The number of updates that were evicted. It is read without the lock, since each buffer looks at it for each update. */
    private final AtomicLong evicted = new AtomicLong();

    /**
     * Creates a budget of which nothing is used.
     *
     * @param maxBytes how many bytes may be kept
     */
    public ReplayBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The things that one principal keeps: its updates as a ring of entries, the oldest behind the mark, and its copies. */
    private static final class Account {
        private final String principal;
        private final Entry mark = new Entry(this);
        private final LinkedHashSet<Copy> copies = new LinkedHashSet<>();
        private long bytes;

        Account(String principal) {
            this.principal = principal;
        }

        boolean hasUpdates() {
            return mark.newer != mark;
        }
    }

    /** The principals that keep the same bytes, and how often each does. */
    private static final class Holders {
        private final Bytes content;
        private final Map<Account, Integer> counts = new HashMap<>(2);

        Holders(Bytes content) {
            this.content = content;
        }
    }

    /** An update that is kept until it is released, or evicted to make room. */
    public static final class Entry {
        private final Account account;
        private final int size;
        private volatile @Nullable Update update;
        /** The holders of its data, so that nobody looks into an old update, which is out of the processor's cache; null once it is let go. */
        private @Nullable Holders holders;

        private Entry older;
        private Entry newer;

        /** Creates the mark of a ring. */
        private Entry(Account account) {
            this.account = account;
            this.size = 0;
            this.older = this;
            this.newer = this;
        }

        private Entry(Account account, Update update, Holders holders) {
            this.account = account;
            this.size = update.data().size();
            this.update = update;
            this.holders = holders;
            this.newer = account.mark;
            this.older = account.mark.older;
            older.newer = this;
            newer.older = this;
        }

        /** Returns the update; null once it was evicted or released. */
        public @Nullable Update update() {
            return update;
        }

        /** Returns the size of its data, also once it was evicted. */
        public int size() {
            return size;
        }

        private void unlink() {
            update = null;
            holders = null;
            older.newer = newer;
            newer.older = older;
        }
    }

    /** A filter's own copy of the newest state of a stream. */
    public static final class Copy {
        private final Account account;
        private final Holders holders;
        private final long beside;
        private final Runnable onEvicted;

        private Copy(Account account, Holders holders, long beside, Runnable onEvicted) {
            this.account = account;
            this.holders = holders;
            this.beside = beside;
            this.onEvicted = onEvicted;
        }
    }

    /** Keeps an update, and evicts others until there is room: the update itself where it alone is too large. */
    public Entry keep(String principal, Update update) {
        return keep(principal, update, null);
    }

    /** Keeps an update in place of another one, as {@link #release} and {@link #keep} do. */
    Entry keep(String principal, Update update, @Nullable Entry replaced) {
        lock.lock();
        try {
            if (replaced != null) {
                drop(replaced);
            }
            Account account = begin(accounts.computeIfAbsent(principal, Account::new));
            Entry entry = new Entry(account, update, retain(account, update.data()));
            count(account, BYTES_FOR_EACH);
            end(account);
            evictUpdates();
            return entry;
        } finally {
            lock.unlock();
        }
    }

    /** Lets an update go. Has no effect where it was evicted. */
    public void release(Entry entry) {
        lock.lock();
        try {
            drop(entry);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Keeps a filter's own copy of a stream's newest state, and evicts updates until there is room. Where there is none, a stream of
     * the principal that has the most copies must end: that of another principal only if this one keeps less than an equal share.
     *
     * @param onEvicted called, by any thread, if the stream must end later to make room; it must return soon
     * @return what is to be released later; null if the stream must end now
     */
    public @Nullable Copy keepCopy(String principal, Bytes copy, Runnable onEvicted) {
        return keep(principal, copy, 0, onEvicted);
    }

    /** Keeps so many bytes of something else that a stream needs, in the same way. */
    public @Nullable Copy keepRoom(String principal, long size, Runnable onEvicted) {
        return keep(principal, Bytes.empty(), size, onEvicted);
    }

    private @Nullable Copy keep(String principal, Bytes copy, long beside, Runnable onEvicted) {
        Deque<Copy> victims = new ArrayDeque<>();
        Copy added;
        lock.lock();
        try {
            Account account = begin(accounts.computeIfAbsent(principal, Account::new));
            added = new Copy(account, retain(account, copy), beside, onEvicted);
            account.copies.add(added);
            count(account, beside);
            end(account);
            evictUpdates();
            while (added != null && bytes > maxBytes) {
                Copy victim = victim(account);
                drop(victim == null ? added : victim);
                if (victim == null) {
                    added = null;
                } else {
                    victims.add(victim);
                }
            }
        } finally {
            lock.unlock();
        }
        victims.forEach(each -> each.onEvicted.run());
        return added;
    }

    /** Lets a copy go. Has no effect where its stream had to end. */
    public void release(Copy copy) {
        lock.lock();
        try {
            if (copy.account.copies.contains(copy)) {
                drop(copy);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many bytes are kept. */
    public long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many updates were evicted to make room. */
    public long evicted() {
        return evicted.get();
    }

    private void evictUpdates() {
        while (bytes > maxBytes && !evictable.isEmpty()) {
            drop(evictable.first().mark.newer);
            evicted.incrementAndGet();
        }
    }

    /** Returns the newest copy of the greediest principal; null where the one that asks is it, or keeps more than its share. */
    private @Nullable Copy victim(Account asking) {
        Account greediest = asking;
        for (Account each : accounts.values()) {
            if (!each.copies.isEmpty() && each.bytes > greediest.bytes) {
                greediest = each;
            }
        }
        return greediest == asking || asking.bytes > maxBytes / accounts.size() ? null : greediest.copies.getLast();
    }

    private void drop(Entry entry) {
        Holders holders = entry.holders;
        if (holders != null) {
            Account account = begin(entry.account);
            entry.unlink();
            count(account, -BYTES_FOR_EACH);
            forget(account, holders);
            end(account);
        }
    }

    private void drop(Copy copy) {
        Account account = begin(copy.account);
        account.copies.remove(copy);
        count(account, -copy.beside);
        forget(account, copy.holders);
        end(account);
    }

    /** Takes an account out of the order that goes by its bytes, before they change. One that is alone there is in order whatever it has. */
    private Account begin(Account account) {
        if (account.hasUpdates() && evictable.size() > 1) {
            evictable.remove(account);
        }
        return account;
    }

    private void end(Account account) {
        if (account.hasUpdates()) {
            evictable.add(account);
            return;
        }
        evictable.remove(account);
        if (account.copies.isEmpty()) {
            accounts.remove(account.principal, account);
        }
    }

    private void count(Account account, long change) {
        account.bytes += change;
        bytes += change;
    }

    private Holders retain(Account account, Bytes content) {
        Holders holders = kept.get(content);
        if (holders == null) {
            holders = new Holders(content);
            kept.put(content, holders);
            bytes += content.size();
        }
        if (holders.counts.merge(account, 1, Integer::sum) == 1) {
            account.bytes += content.size();
        }
        return holders;
    }

    private void forget(Account account, Holders holders) {
        if (holders.counts.merge(account, -1, Integer::sum) == 0) {
            holders.counts.remove(account);
            account.bytes -= holders.content.size();
            if (holders.counts.isEmpty()) {
                kept.remove(holders.content);
                bytes -= holders.content.size();
            }
        }
    }
}
