package org.fivegmc.maap.content.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where things are in the directory of a [StagedFileStore]; `files` with a [LocalShelf] only.
///
/// ```
///   lock                        held while the store is open
///   drafts/<id>.data            octets so far
///   drafts/<id>.meta            what is known, and how many of them are safe
///   files/<two letters>/<id>.data
///   files/<two letters>/<id>.meta     a file exists when this does
///   files/<two letters>/<id>.opened   somebody opened it
///   *.tmp                       a .meta that was being written
/// ```
///
/// Two letters make 1,024 directories, so ten million files are ten thousand in each.
///
/// @param fsync keeps what is written there
record DirectoryLayout(Path root, Fsync fsync) {
    static final String DATA = ".data";
    static final String OPENED = ".opened";

    Path drafts() {
        return root.resolve("drafts");
    }

    Path files() {
        return root.resolve("files");
    }

    Path lock() {
        return root.resolve("lock");
    }

    Path draft(FileId id, String suffix) {
        return drafts().resolve(id + suffix);
    }

    Path shard(FileId id) {
        return files().resolve(id.text().substring(0, 2));
    }

    Path file(FileId id, String suffix) {
        return shard(id).resolve(id + suffix);
    }

    /// Only for the account of the server, where the file system knows such.
    void create() throws IOException {
        Files.createDirectories(drafts());
        if (Files.getFileStore(root).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /// Directories that may have files.
    List<Path> shards() throws IOException {
        try (Stream<Path> all = Files.list(files())) {
            return all.filter(Files::isDirectory).sorted().toList();
        }
    }

    /// The identifiers with a file of this suffix, of one directory.
    static List<FileId> ids(Path directory, String suffix) throws IOException {
        var found = new ArrayList<FileId>();
        try (var all = Files.newDirectoryStream(directory, "*" + suffix)) {
            for (Path file : all) {
                idOf(file).ifPresent(found::add);
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }

    static Optional<FileId> idOf(Path file) {
        String path = file.toString();
        String name = path.substring(path.lastIndexOf(java.io.File.separatorChar) + 1);
        int dot = name.indexOf('.');
        return dot < 0 ? Optional.empty() : FileId.parse(name.substring(0, dot));
    }
}
