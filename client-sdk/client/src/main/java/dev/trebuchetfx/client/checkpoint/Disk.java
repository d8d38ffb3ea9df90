// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/** The few operations on a disk that a store needs, apart so that a test can see them and make them fail. */
class Disk {

    /** Creates {@code file}, which must not exist. It is for its owner alone where the file system knows owners. */
    FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly(file, "rw-------"));
    }

    /**
     * Opens {@code file} for a lock on it, and creates it where there is none. A link is not followed.
     *
     * @throws IOException if it can't be opened, or {@link #checkOwn} refuses it
     */
    FileChannel openLock(Path file) throws IOException {
        checkOwn(file);
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                ownerOnly(file, "rw-------"));
    }

    /**
     * Opens {@code file} for reading. A link is not followed.
     *
     * @throws IOException if it can't be opened, or {@link #checkOwn} refuses it
     */
    InputStream openToRead(Path file) throws IOException {
        checkOwn(file);
        return Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Checks that {@code file}, if there is one, is a regular file, no link, and belongs to the user of this process: in a folder that others may write to,
     * somebody may have put another in its place.
     *
     * @throws FileSystemException if it is not; its reason says what it is
     */
    void checkOwn(Path file) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return;
        }
        if (!attributes.isRegularFile()) {
            String found = attributes.isSymbolicLink() ? "a symbolic link" : "none";
            throw new FileSystemException(
                    file.toString(),
                    null,
                    "expected a regular file but it is " + found + "; name another, or remove it");
        }
        UserPrincipal owner = Files.getOwner(file, LinkOption.NOFOLLOW_LINKS);
        UserPrincipal user = user(file.resolveSibling(".").normalize());
        if (!owner.equals(user)) {
            throw new FileSystemException(
                    file.toString(),
                    null,
                    "expected a file of the user " + user.getName() + " but it belongs to " + owner.getName()
                            + "; name another, or remove it");
        }
    }

    /** Returns the user of this process as the file system knows it: the owner of what it makes. The name of the user may be known to nobody. */
    UserPrincipal user(Path folder) throws IOException {
        Path probe = Files.createTempFile(folder, ".checkpoint", ".owner");
        try {
            return Files.getOwner(probe, LinkOption.NOFOLLOW_LINKS);
        } finally {
            Files.delete(probe);
        }
    }

    /** Creates the folder, and those above it, unless it exists. New ones are for their owner alone where the file system knows owners. */
    void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, ownerOnly(folder, "rwx------"));
        }
    }

    /** Writes all of {@code content}. */
    void write(FileChannel channel, byte[] content) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
            int unused = channel.write(rest);
        }
    }

    /** Waits until everything that was written is on the disk. */
    void force(FileChannel channel) throws IOException {
        channel.force(true);
    }

    /** Puts {@code from} into the place of {@code to}, in one step. */
    void replace(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Waits until the names in the folder are on the disk. Some systems can't do that, and need not. */
    void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no folders.
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file, String permissions) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
