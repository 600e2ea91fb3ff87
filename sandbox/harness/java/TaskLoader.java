package workbench.harness;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The task's classes, loaded anew for every trial: no static state outlives one. */
final class TaskLoader extends ClassLoader {
    private static final String EXTENSIONS =
            "META-INF/services/org.junit.jupiter.api.extension.Extension";

    private final Path jar;
    private final Map<String, byte[]> entries;

    TaskLoader(Path jar, Map<String, byte[]> entries) {
        super("task", TaskLoader.class.getClassLoader());
        this.jar = jar;
        this.entries = entries;
    }

    static Map<String, byte[]> read(Path jar) throws IOException {
        Map<String, byte[]> found = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(jar))) {
            for (ZipEntry each = zip.getNextEntry(); each != null; each = zip.getNextEntry()) {
                found.put(each.getName(), zip.readAllBytes());
            }
        }
        return found;
    }

    boolean holds(String name) {
        return entries.containsKey(name.replace('.', '/') + ".class");
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = entries.get(name.replace('.', '/') + ".class");
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    @Override
    protected URL findResource(String name) {
        if (!entries.containsKey(name)) {
            return null;
        }
        try {
            return new URL("jar:" + jar.toUri() + "!/" + name);
        } catch (MalformedURLException impossible) {
            return null;
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL found = findResource(name);
        return found == null
                ? Collections.emptyEnumeration() : Collections.enumeration(java.util.List.of(found));
    }

    /** Jupiter finds one extension by its name, ours, whatever the task's files say. */
    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return name.equals(EXTENSIONS)
                ? Collections.enumeration(java.util.List.of(text(TrialOrder.Halt.class.getName())))
                : super.getResources(name);
    }

    private static URL text(String content) throws MalformedURLException {
        return new URL(null, "harness:extensions", new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) {
                return new URLConnection(url) {
                    @Override
                    public void connect() {}

                    @Override
                    public InputStream getInputStream() {
                        return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
                    }
                };
            }
        });
    }
}
