// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.checkpoint;

import static dev.trebuchetfx.client.checkpoint.Samples.checkpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.client.checkpoint.CheckpointReport.Kind;
import dev.trebuchetfx.client.event.Registration;
import dev.trebuchetfx.protocol.time.ManualTime;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a checkpoint file promises, whatever the disk, a kill or another process does. */
class FileCheckpointStoreTest {
    private static final Duration INTERVAL = Duration.ofMillis(250);

    private final Path folder;
    private Path file;
    private final ManualTime time = new ManualTime();
    private final List<CheckpointReport> reports = new ArrayList<>();
    private final RecordingDisk disk = new RecordingDisk();

    FileCheckpointStoreTest(@TempDir Path folder) {
        this.folder = folder;
        this.file = folder.resolve("checkpoints");
    }

    /** Says what was done, and fails where a test wants it. */
    private static final class RecordingDisk extends Disk {
        final List<String> done = new ArrayList<>();

        @Nullable
        String failing;

        @Nullable
        UserPrincipal user;

        int cutAfter = Integer.MAX_VALUE;

        @Override
        UserPrincipal user(Path path) throws IOException {
            UserPrincipal another = user;
            return another == null ? super.user(path) : another;
        }

        private void step(String name) throws IOException {
            done.add(name);
            if (name.equals(failing)) {
                throw new IOException(name + " failed");
            }
        }

        @Override
        void write(FileChannel channel, byte[] content) throws IOException {
            super.write(channel, Arrays.copyOf(content, Math.min(content.length, cutAfter)));
            step("write");
        }

        @Override
        void force(FileChannel channel) throws IOException {
            step("force");
            super.force(channel);
        }

        @Override
        void replace(Path from, Path to) throws IOException {
            step("replace");
            super.replace(from, to);
        }

        @Override
        void forceFolder(Path path) {
            done.add("forceFolder");
            super.forceFolder(path);
        }
    }

    private FileCheckpointStore.Builder builder() {
        return FileCheckpointStore.builder(file)
                .executor(Runnable::run)
                .fsync(new FsyncPolicy.Never())
                .seams(time, disk);
    }

    private FileCheckpointStore open() {
        return open(builder());
    }

    private FileCheckpointStore open(FileCheckpointStore.Builder builder) {
        FileCheckpointStore store = builder.open();
        var unused = store.onReport(reports::add);
        return store;
    }

    private List<StoredCheckpoint> reopened() {
        try (FileCheckpointStore store = open()) {
            return List.copyOf(store.load());
        }
    }

    private List<Kind> problems() {
        return reports.stream()
                .flatMap(report ->
                        report instanceof CheckpointReport.Problem problem ? Stream.of(problem.kind()) : Stream.empty())
                .toList();
    }

    private List<CheckpointReport.Written> writes() {
        return reports.stream()
                .flatMap(report ->
                        report instanceof CheckpointReport.Written written ? Stream.of(written) : Stream.empty())
                .toList();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void keepsTheNewestOfEachStream() {
        try (FileCheckpointStore store = open()) {
            store.save(checkpoint("todos", 1));
            store.save(checkpoint("counter", 5));
            store.save(checkpoint("todos", 2));
            store.save(checkpoint("gone", 3));
            store.remove(Samples.key("gone"));
        }
        assertThat(reopened()).containsExactly(checkpoint("counter", 5), checkpoint("todos", 2));
        assertThat(problems()).isEmpty();
    }

    @Test
    void writesAtMostOnceAnIntervalAndTheNewestThen() {
        FileCheckpointStore store = open();
        store.save(checkpoint("todos", 1));
        time.advance(Duration.ZERO);
        assertThat(writes()).as("the first without delay").hasSize(1);

        for (int i = 2; i <= 1_000; i++) {
            store.save(checkpoint("todos", i));
            time.advance(Duration.ofMillis(1));
        }
        assertThat(writes()).as("in 999 ms").hasSize(4);
        time.advance(INTERVAL);
        assertThat(writes()).hasSize(5);
        time.advance(Duration.ofMinutes(1));
        assertThat(writes()).as("nothing more to write").hasSize(5);
        store.close();
        assertThat(reopened()).containsExactly(checkpoint("todos", 1_000));
    }

    @Test
    void writesWhatIsLeftWhenAskedAndWhenClosed() {
        FileCheckpointStore store = open();
        store.save(checkpoint("todos", 1));
        time.advance(Duration.ZERO);
        store.save(checkpoint("todos", 2));
        store.flush();
        assertThat(writes()).hasSize(2);
        store.save(checkpoint("todos", 3));
        store.close();
        store.close();
        assertThat(writes()).hasSize(3);
        store.save(checkpoint("todos", 4));
        assertThat(time.scheduled()).isZero();
        assertThat(reopened()).containsExactly(checkpoint("todos", 3));
    }

    @Test
    void waitsForTheDiskAsThePolicySays() {
        open(builder().fsync(new FsyncPolicy.Never())).save(checkpoint("todos", 1));
        time.advance(Duration.ZERO);
        assertThat(disk.done).containsExactly("write", "replace");
        disk.done.clear();

        file = folder.resolve("each");
        open(builder().fsync(new FsyncPolicy.EachWrite())).save(checkpoint("todos", 1));
        time.advance(Duration.ZERO);
        assertThat(disk.done).as("content before name").containsExactly("write", "force", "replace", "forceFolder");
        disk.done.clear();

        file = folder.resolve("seldom");
        reports.clear();
        FileCheckpointStore seldom = open(builder().fsync(new FsyncPolicy.AtMostEvery(Duration.ofSeconds(2))));
        for (int i = 1; i <= 12; i++) {
            seldom.save(checkpoint("todos", i));
            time.advance(INTERVAL);
        }
        assertThat(writes().stream().filter(CheckpointReport.Written::synced)).hasSize(1);
        seldom.save(checkpoint("todos", 13));
        seldom.close();
        assertThat(writes().getLast().synced()).as("at close").isTrue();
    }

    @Test
    void findsTheOldContentOrTheNewWhereverAWriteIsCut() throws IOException {
        try (FileCheckpointStore store = open()) {
            store.save(checkpoint("todos", 1));
        }
        byte[] before = Files.readAllBytes(file);
        int size = before.length;
        for (int cut = 0; cut <= size; cut++) {
            Files.write(file, before);
            // What a process leaves that is killed after so many bytes: it says nothing more and cleans up nothing.
            Files.write(folder.resolve("checkpoints.tmp"), Arrays.copyOf(before, cut));
            assertThat(reopened()).as("killed after %s bytes", cut).containsExactly(checkpoint("todos", 1));
        }
        for (String step : List.of("write", "force", "replace")) {
            disk.failing = step;
            disk.cutAfter = size / 2;
            reports.clear();
            FileCheckpointStore store = open(builder().fsync(new FsyncPolicy.EachWrite()));
            store.save(checkpoint("todos", 2));
            time.advance(Duration.ZERO);
            assertThat(problems()).as("%s fails", step).containsExactly(Kind.WRITE_FAILED);
            assertThat(Files.readAllBytes(file)).isEqualTo(before);

            disk.failing = null;
            disk.cutAfter = Integer.MAX_VALUE;
            time.advance(INTERVAL.multipliedBy(3));
            assertThat(writes()).as("it is tried again").hasSize(1);
            store.close();
            assertThat(reopened()).containsExactly(checkpoint("todos", 2));
            Files.write(file, before);
        }
    }

    @Test
    void setsAsideAFileCutOrDamagedAtAnyByteAndGoesOn() throws IOException {
        try (FileCheckpointStore store = open()) {
            store.save(checkpoint("todos", 1));
        }
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x40;
            for (byte[] content : List.of(Arrays.copyOf(whole, at), damaged)) {
                reports.clear();
                Files.deleteIfExists(folder.resolve("checkpoints.newer-1"));
                Files.write(file, content);
                try (FileCheckpointStore store = open()) {
                    assertThat(store.load()).as("at byte %s", at).isEmpty();
                    assertThat(problems()).hasSize(1).containsAnyOf(Kind.CORRUPT, Kind.NEWER_VERSION);
                    assertThat(store.isDurable()).isTrue();
                    store.save(checkpoint("todos", 9));
                }
                assertThat(reopened()).containsExactly(checkpoint("todos", 9));
            }
        }
        assertThat(names()).filteredOn(name -> name.contains(".corrupt-")).hasSize(CheckpointFile.SET_ASIDE);
    }

    @Test
    void saysWhatWasDamagedAndWhereItIsNow() throws IOException {
        Files.writeString(file, "not a file of ours at all");
        assertThat(reopened()).isEmpty();
        assertThat(reports)
                .filteredOn(CheckpointReport.Problem.class::isInstance)
                .singleElement()
                .extracting(report -> ((CheckpointReport.Problem) report).what())
                .isEqualTo(file
                        + " can't be read: expected a file of checkpoints but found other content; it was set aside "
                        + "as checkpoints.corrupt-1, and streams begin with their full state");
        assertThat(folder.resolve("checkpoints.corrupt-1")).hasContent("not a file of ours at all");
    }

    @Test
    void neverDestroysAFileOfANewerVersion() throws IOException {
        for (int i = 1; i <= CheckpointFile.SET_ASIDE + 1; i++) {
            byte[] newer = CheckpointFormat.write(List.of(checkpoint("todos", i)));
            newer[11] = 3;
            Files.write(file, newer);
            try (FileCheckpointStore store = open()) {
                store.save(checkpoint("todos", 100));
                assertThat(store.isDurable()).isEqualTo(i <= CheckpointFile.SET_ASIDE);
            }
        }
        assertThat(names())
                .containsExactly(
                        "checkpoints",
                        "checkpoints.lock",
                        "checkpoints.newer-1",
                        "checkpoints.newer-2",
                        "checkpoints.newer-3");
        assertThat(Files.readAllBytes(file)[11])
                .as("the fourth stays where it is")
                .isEqualTo((byte) 3);
        assertThat(problems()).hasSize(4).containsOnly(Kind.NEWER_VERSION);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void belongsToItsOwnerAlone() throws IOException {
        file = folder.resolve("new").resolve("checkpoints");
        try (FileCheckpointStore store = open()) {
            store.save(checkpoint("todos", 1));
        }
        var owner = PosixFilePermissions.fromString("rw-------");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(owner);
        assertThat(Files.getPosixFilePermissions(file.resolveSibling("checkpoints.lock")))
                .isEqualTo(owner);
        assertThat(Files.getPosixFilePermissions(file.getParent()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.write(file.resolveSibling("checkpoints.tmp"), new byte[0]);
        try (FileCheckpointStore store = open()) {
            store.save(checkpoint("todos", 2));
        }
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(owner);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".lock"})
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void followsNoLink(String suffix) throws IOException {
        Path real = folder.resolve("real");
        byte[] content = CheckpointFormat.write(List.of(checkpoint("todos", 1)));
        Files.write(real, content);
        Files.createSymbolicLink(folder.resolve("checkpoints" + suffix), real);
        try (FileCheckpointStore store = open()) {
            assertThat(store.isDurable()).isFalse();
            assertThat(store.load()).isEmpty();
            store.save(checkpoint("todos", 2));
        }
        assertThat(Files.readAllBytes(real)).isEqualTo(content);
        assertThat(problems()).containsExactly(Kind.UNREADABLE);
        assertThat(reports.getFirst().toString()).contains("expected a regular file but it is a symbolic link");
    }

    /** Opening one for writing waits until somebody reads. */
    @ParameterizedTest
    @ValueSource(strings = {"", ".lock"})
    @EnabledOnOs({OS.LINUX, OS.MAC})
    @Timeout(30)
    void opensNothingButRegularFiles(String suffix) throws Exception {
        Path pipe = folder.resolve("checkpoints" + suffix);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        try (FileCheckpointStore store = open()) {
            assertThat(store.isDurable()).isFalse();
        }
        assertThat(problems()).containsExactly(Kind.UNREADABLE);
    }

    @Test
    void usesNoFileOfAnotherUser() throws IOException {
        Files.write(file, CheckpointFormat.write(List.of(checkpoint("todos", 1))));
        UserPrincipal other = Files.getOwner(file);
        disk.user = () -> other.getName() + "2";
        try (FileCheckpointStore store = open()) {
            assertThat(store.isDurable()).isFalse();
            assertThat(store.load()).isEmpty();
        }
        assertThat(problems()).containsExactly(Kind.UNREADABLE);
        assertThat(reports.getFirst().toString())
                .contains("expected a file of the user " + other.getName() + "2 but it belongs to " + other.getName());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(each -> each.getFileName().toString())).doesNotContain(".owner");
        }
    }

    @Test
    void aSecondStoreInTheSameProcessGoesOnInMemory() {
        try (FileCheckpointStore first = open();
                FileCheckpointStore second = open()) {
            assertThat(problems()).containsExactly(Kind.LOCKED);
            assertThat(second.isDurable()).isFalse();
            first.save(checkpoint("todos", 1));
            second.save(checkpoint("todos", 2));
            assertThat(second.load()).containsExactly(checkpoint("todos", 2));
        }
        assertThat(reopened()).containsExactly(checkpoint("todos", 1));
        assertThat(problems()).as("the lock went with its store").hasSize(1);
    }

    @Test
    void keepsOnlyThePositionOfAStateThatIsTooLarge() {
        try (FileCheckpointStore store = open(builder().maxRecordBytes(1_000))) {
            store.save(checkpoint("todos", 1, "x".repeat(2_000)));
            store.save(checkpoint("todos", 2, "x".repeat(2_000)));
            assertThat(problems()).as("said once").containsExactly(Kind.TOO_LARGE);
        }
        assertThat(reopened()).containsExactly(checkpoint("todos", 2).withoutState());
    }

    @Test
    void dropsWhatHasNotChangedForLongestWhenThereIsNoRoom() {
        try (FileCheckpointStore store = open(builder().maxFileBytes(5_000))) {
            for (int i = 1; i <= 100; i++) {
                store.save(checkpoint("actor-" + i, i));
                store.save(checkpoint("busy", i));
            }
            assertThat(problems()).containsExactly(Kind.FULL);
            store.flush();
            assertThat(file).satisfies(path -> assertThat(Files.size(path)).isLessThan(5_100));
        }
        assertThat(reopened()).contains(checkpoint("busy", 100), checkpoint("actor-100", 100));
    }

    /** A file that is larger than it may be would not be read the next time. */
    @Test
    void countsACursorThatAPositionHasNotHadBefore() {
        int many = 20;
        int roomForAll = (many + 1) * CheckpointFormat.size(checkpoint("actor-" + many, 1));
        try (FileCheckpointStore store = open(builder().maxFileBytes(roomForAll))) {
            for (int i = 1; i <= many; i++) {
                store.save(checkpoint("actor-" + i, 1));
            }
            for (int i = 1; i <= many; i++) {
                store.save(withCursor("actor-" + i));
            }
            store.flush();
        }
        assertThat(reopened()).contains(withCursor("actor-" + many));
        assertThat(problems()).containsExactly(Kind.FULL);
    }

    private static StoredCheckpoint withCursor(String actor) {
        StoredCheckpoint plain = checkpoint(actor, 2);
        return new StoredCheckpoint(
                plain.key(),
                plain.position().withCursor("c".repeat(200)),
                plain.resumable(),
                plain.lastState(),
                plain.savedAt());
    }

    @Test
    void saysWhatHappenedBeforeAnybodyListened() throws IOException {
        Files.writeString(file, "damaged");
        try (FileCheckpointStore store = builder().open()) {
            List<CheckpointReport> heard = new ArrayList<>();
            Registration remove = store.onReport(heard::add);
            assertThat(heard).hasSize(1);
            var unused = store.onReport(reports::add);
            assertThat(reports).as("told once").isEmpty();
            remove.close();
            store.save(checkpoint("todos", 1));
            store.flush();
            assertThat(heard).hasSize(1);
            assertThat(reports).hasSize(1);
        }
    }

    @Test
    void goesOnInMemoryWhereThereIsNoFolder() throws IOException {
        Path notAFolder = Files.writeString(folder.resolve("text"), "text");
        file = notAFolder.resolve("checkpoints");
        try (FileCheckpointStore store = open()) {
            store.save(checkpoint("todos", 1));
            assertThat(store.isDurable()).isFalse();
            assertThat(store.load()).hasSize(1);
        }
        assertThat(problems()).containsExactly(Kind.UNREADABLE);
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> FileCheckpointStore.open(folder))
                .hasMessage("expected the path of a file but was " + folder);
        assertThatThrownBy(() -> builder().writeInterval(Duration.ZERO)).hasMessageContaining("0 s");
        assertThatThrownBy(() -> builder().maxFileBytes(0)).hasMessageContaining("was 0");
        assertThatThrownBy(() -> builder().maxRecordBytes(0)).hasMessageContaining("was 0");
        assertThatThrownBy(() -> new FsyncPolicy.AtMostEvery(Duration.ZERO)).hasMessageContaining("0 s");
        assertThat(Set.of(file)).noneMatch(Files::exists);
    }
}
