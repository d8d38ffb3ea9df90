// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.deployment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A template as CloudFormation reads it: the short forms of its functions are functions, aliases are refused, and all that is referred to is gathered.
 */
final class TemplateReader {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^!}][^}]*)}");
    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setAllowDuplicateKeys(false).build();

    /** The references that a resource, or another part, makes: the names without attributes, by what makes them. */
    final Map<String, Set<String>> references = new LinkedHashMap<>();

    /** The attributes that are asked for, as {@code Name.Attribute}. */
    final Set<String> attributes = new TreeSet<>();

    final Set<String> conditions = new TreeSet<>();
    final Map<String, Object> template;
    private String place = "";

    @SuppressWarnings("unchecked")
    TemplateReader(String yaml) {
        new Parse(SETTINGS).parseString(yaml).forEach(event -> {
            if (event instanceof AliasEvent) {
                throw new AssertionError(
                        "CloudFormation knows no aliases of YAML, but there is one at " + event.getStartMark());
            }
        });
        template = (Map<String, Object>)
                value(new Compose(SETTINGS).composeString(yaml).orElseThrow(), 0);
    }

    private Object value(Node node, int depth) {
        String tag = node.getTag().getValue();
        if (tag.startsWith("!")) {
            return function(tag.substring(1), node, depth);
        }
        return switch (node) {
            case ScalarNode scalar -> scalar.getValue();
            case SequenceNode list -> {
                List<Object> values = new ArrayList<>();
                list.getValue().forEach(each -> values.add(value(each, depth + 1)));
                yield values;
            }
            case MappingNode mapping -> {
                Map<String, Object> values = new LinkedHashMap<>();
                for (NodeTuple tuple : mapping.getValue()) {
                    String key = ((ScalarNode) tuple.getKeyNode()).getValue();
                    if (depth <= 1) {
                        place = depth == 0 ? key : place.replaceAll("/.*", "") + "/" + key;
                    }
                    if (values.put(key, value(tuple.getValueNode(), depth + 1)) != null) {
                        throw new AssertionError("the key " + key + " occurs twice");
                    }
                }
                yield values;
            }
            default -> throw new AssertionError("expected a scalar, a list or keys but found " + node);
        };
    }

    private Object function(String name, Node node, int depth) {
        switch (name) {
            case "Ref" -> refer(((ScalarNode) node).getValue());
            case "GetAtt" -> {
                String target = ((ScalarNode) node).getValue();
                attributes.add(target);
                refer(target.substring(0, target.indexOf('.')));
            }
            case "Sub" -> {
                Matcher variables = VARIABLE.matcher(((ScalarNode) node).getValue());
                while (variables.find()) {
                    String variable = variables.group(1);
                    int dot = variable.indexOf('.');
                    if (dot > 0) {
                        attributes.add(variable);
                    }
                    refer(dot < 0 ? variable : variable.substring(0, dot));
                }
            }
            case "If" -> {
                List<Node> parts = ((SequenceNode) node).getValue();
                conditions.add(((ScalarNode) parts.get(0)).getValue());
                parts.subList(1, parts.size()).forEach(each -> value(each, depth + 1));
            }
            case "Not", "Equals" -> ((SequenceNode) node).getValue().forEach(each -> value(each, depth + 1));
            default -> throw new AssertionError("CloudFormation knows no function !" + name);
        }
        String text = node instanceof ScalarNode scalar ? scalar.getValue() : "";
        return Map.of("Fn::" + name, text);
    }

    private void refer(String name) {
        String target = name.endsWith(".Alias") ? name.substring(0, name.length() - ".Alias".length()) : name;
        if (!target.equals(name)) {
            attributes.add(name);
        }
        references.computeIfAbsent(place, key -> new TreeSet<>()).add(target);
    }

    /** Returns what is at a path of keys and of numbers in lists; null for nothing. */
    @Nullable
    Object at(String... path) {
        Object current = template;
        for (String key : path) {
            current = current instanceof Map<?, ?> map
                    ? map.get(key)
                    : current instanceof List<?> list ? list.get(Integer.parseInt(key)) : null;
        }
        return current;
    }

    /** Returns the keys at a path. */
    @SuppressWarnings("unchecked")
    Map<String, Object> keys(String... path) {
        Object found = at(path);
        if (found instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new AssertionError("expected keys at " + String.join("/", path) + " but found " + found);
    }

    /** Returns the list at a path. */
    @SuppressWarnings("unchecked")
    List<Object> list(String... path) {
        Object found = at(path);
        if (found instanceof List<?> list) {
            return (List<Object>) list;
        }
        throw new AssertionError("expected a list at " + String.join("/", path) + " but found " + found);
    }
}
