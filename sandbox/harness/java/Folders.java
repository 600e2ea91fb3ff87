package workbench.harness;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The folders a trial may write in: as they were, before the next begins. */
final class Folders {
    private final Path fixtures;
    private final List<Path> places;
    private Map<Path, String> before;

    Folders(Path fixtures, List<Path> places) throws IOException {
        this.fixtures = fixtures;
        this.places = places;
        RunTests.copy(fixtures, places.get(0));
        before = stamps();
    }

    /** False: something is there that cannot be removed. */
    boolean restore() {
        try {
            if (stamps().equals(before)) {
                return true;
            }
            for (Path place : places) {
                empty(place);
            }
            RunTests.copy(fixtures, places.get(0));
            before = stamps();
            return true;
        } catch (IOException error) {
            return false;
        }
    }

    private Map<Path, String> stamps() throws IOException {
        Map<Path, String> found = new HashMap<>();
        for (Path place : places) {
            Files.walkFileTree(place, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    found.put(file, attributes.size() + " " + attributes.lastModifiedTime() + " "
                            + attributes.fileKey());
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult preVisitDirectory(
                        Path folder, BasicFileAttributes attributes) {
                    found.put(folder, "");
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        return found;
    }

    private static void empty(Path place) throws IOException {
        Files.walkFileTree(place, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes unused)
                    throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException error)
                    throws IOException {
                if (!folder.equals(place)) {
                    Files.delete(folder);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
