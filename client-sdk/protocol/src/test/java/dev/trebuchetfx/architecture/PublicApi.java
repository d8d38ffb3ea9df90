// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The public API of a module as text: the signatures of all public and protected members of the packages that its descriptor exports
 * to everybody, with nullness. The file {@code api.txt} beside the module's pom keeps it, so that a change of API is a visible diff.
 */
final class PublicApi {
    /** The system property that makes a run write {@code api.txt} instead of comparing it. */
    private static final String UPDATE = "api.update";

    /** The beginning of a line with a member of the type above it. */
    private static final String MEMBER = "    ";

    private static final Pattern TYPE_NAME = Pattern.compile("\\bdev\\.trebuchetfx\\.[\\w.$]+");
    private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");

    private PublicApi() {}

    /**
     * Compares the API of the module in {@code module} with its {@code api.txt}.
     *
     * @throws AssertionError if they differ; the message has the lines that do
     */
    static void compare(Path module) {
        Path kept = module.resolve("api.txt");
        List<String> found = new ArrayList<>();
        exported(module).sorted().forEach(each -> found.addAll(describe(module, each)));
        try {
            if (Boolean.getBoolean(UPDATE)) {
                Files.write(kept, found);
                return;
            }
            List<String> expected = Files.exists(kept) ? Files.readAllLines(kept) : List.of();
            if (!found.equals(expected)) {
                throw new AssertionError("The public API of this module is not that of " + kept.toAbsolutePath()
                        + ". If the change is meant, run: mvn test -Dtest=ArchitectureTest -Dapi.update=true"
                        + " -Dsurefire.failIfNoSpecifiedTests=false, and look at the diff.\n"
                        + difference(expected, found));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the lines that differ, each with its type, since two types can have members that read the same. */
    static String difference(List<String> expected, List<String> found) {
        List<String> before = withTypes(expected);
        List<String> now = withTypes(found);
        List<String> gone = new ArrayList<>(before);
        now.forEach(gone::remove);
        List<String> come = new ArrayList<>(now);
        before.forEach(come::remove);
        return Stream.concat(
                        gone.stream().map(line -> "- " + line), come.stream().map(line -> "+ " + line))
                .collect(Collectors.joining("\n"));
    }

    private static List<String> withTypes(List<String> lines) {
        List<String> result = new ArrayList<>();
        String type = "";
        for (String line : lines) {
            if (line.startsWith(MEMBER)) {
                result.add(type + ": " + line.strip());
            } else {
                Matcher name = TYPE_NAME.matcher(line);
                type = name.find() ? name.group() : line;
                result.add(line);
            }
        }
        return result;
    }

    private static Stream<String> exported(Path module) {
        try (InputStream descriptor = Files.newInputStream(module.resolve("target/classes/module-info.class"))) {
            return ModuleDescriptor.read(descriptor).exports().stream()
                    .filter(exports -> !exports.isQualified())
                    .map(ModuleDescriptor.Exports::source)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> describe(Path module, String packageName) {
        Path folder = module.resolve("target/classes").resolve(packageName.replace('.', '/'));
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
                    .map(name -> packageName + "." + name.substring(0, name.length() - ".class".length()))
                    .sorted()
                    .map(PublicApi::load)
                    .filter(PublicApi::isVisible)
                    .flatMap(type -> describe(type).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, PublicApi.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isVisible(@Nullable Class<?> type) {
        return type == null || (isVisible(type.getModifiers()) && isVisible(type.getEnclosingClass()));
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static List<String> describe(Class<?> type) {
        List<String> members = new ArrayList<>();
        Stream.of(type.getDeclaredFields())
                .filter(PublicApi::isApi)
                .map(PublicApi::describe)
                .forEach(members::add);
        Stream.of(type.getDeclaredConstructors())
                .filter(PublicApi::isApi)
                .map(PublicApi::describe)
                .forEach(members::add);
        Stream.of(type.getDeclaredMethods())
                .filter(PublicApi::isApi)
                .filter(method -> !method.isBridge() && !OF_EVERY_OBJECT.contains(method.getName()))
                .map(PublicApi::describe)
                .forEach(members::add);
        List<String> lines = new ArrayList<>(List.of(abbreviate(type.toGenericString()) + supertypes(type)));
        members.stream().sorted().map(member -> MEMBER + member).forEach(lines::add);
        return lines;
    }

    private static String supertypes(Class<?> type) {
        List<String> parts = new ArrayList<>();
        AnnotatedType superclass = type.getAnnotatedSuperclass();
        boolean isPlain = superclass == null
                || Set.of(Object.class, Record.class, Enum.class).contains(type.getSuperclass());
        if (!isPlain) {
            parts.add(name(superclass));
        }
        Stream.of(type.getAnnotatedInterfaces()).map(PublicApi::name).forEach(parts::add);
        return parts.isEmpty() ? "" : " : " + String.join(", ", parts);
    }

    private static boolean isApi(Member member) {
        return isVisible(member.getModifiers()) && !member.isSynthetic();
    }

    private static String describe(Field field) {
        return Modifier.toString(field.getModifiers()) + " " + name(field.getAnnotatedType()) + " " + field.getName();
    }

    private static String describe(Constructor<?> constructor) {
        return Modifier.toString(constructor.getModifiers()) + " new" + parameters(constructor);
    }

    private static String describe(Method method) {
        String kind = method.isDefault() ? "default " : "";
        String types = method.getTypeParameters().length == 0
                ? ""
                : Stream.of(method.getTypeParameters())
                        .map(variable -> variable + bounds(variable.getAnnotatedBounds()))
                        .collect(Collectors.joining(", ", "<", "> "));
        return Modifier.toString(method.getModifiers() & Modifier.methodModifiers() & ~Modifier.SYNCHRONIZED) + " "
                + kind
                + types + name(method.getAnnotatedReturnType()) + " " + method.getName() + parameters(method)
                + thrown(method);
    }

    private static String bounds(AnnotatedType[] bounds) {
        String names = Arrays.stream(bounds).map(PublicApi::name).collect(Collectors.joining(" & "));
        return names.equals("Object") ? "" : " extends " + names;
    }

    private static String parameters(Executable executable) {
        return Stream.of(executable.getParameters())
                .map(PublicApi::parameter)
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String parameter(Parameter parameter) {
        String type = name(parameter.getAnnotatedType());
        return parameter.isVarArgs() ? type.replaceFirst("\\[]$", "...") : type;
    }

    private static String thrown(Executable executable) {
        return executable.getExceptionTypes().length == 0
                ? ""
                : Stream.of(executable.getAnnotatedExceptionTypes())
                        .map(PublicApi::name)
                        .collect(Collectors.joining(", ", " throws ", ""));
    }

    private static String name(AnnotatedType type) {
        return abbreviate(type.toString());
    }

    private static String abbreviate(String text) {
        return text.replace("@org.jspecify.annotations.Nullable()", "@Nullable")
                .replaceAll("\\bjava\\.lang\\.(?=[A-Z])", "");
    }
}
