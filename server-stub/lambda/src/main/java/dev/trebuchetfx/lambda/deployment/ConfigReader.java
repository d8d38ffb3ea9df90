// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.deployment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The reader of a {@code trebuchet.yaml}, which knows of each value where it stands. Confined to one thread. */
final class ConfigReader {
    private static final Set<String> KEYS = Set.of(
            "provider",
            "name",
            "region",
            "websocket",
            "connection_table",
            "state_table",
            "actors",
            "memory",
            "log_retention_days",
            "alarm_topic");
    private static final Set<String> WEBSOCKET_KEYS = Set.of("enabled", "stage", "routes");

    /** The values that CloudWatch knows. */
    private static final Set<Integer> RETENTIONS =
            new TreeSet<>(List.of(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653));

    private static final int MAX_CHARACTERS = 1 << 20;
    private static final int MAX_VALUE = 1_000;
    private static final int MAX_ROUTES = 300;

    /** The most characters of a value that an error shows. */
    private static final int SHOWN = 100;

    private static final String TABLE = "[A-Za-z0-9_.-]{3,255}";
    private static final String TABLE_WORDS = "a name of 3 to 255 letters, digits, _, - and .";

    /** The tables of the log and of the changes have the name with an end. */
    private static final String STATE_TABLE = "[A-Za-z0-9_.-]{3,247}";

    private static final String STATE_TABLE_WORDS = "a name of 3 to 247 letters, digits, _, - and .";

    private final String file;

    ConfigReader(String file) {
        this.file = file;
    }

    DeploymentConfig read(String text) throws DeploymentException {
        Node root = root(text);
        Map<String, Node> keys = mapping(root, "the file", KEYS);
        text(keys, "provider", "aws", "aws", "aws, the one provider that there is,");
        Node socket = keys.get("websocket");
        Map<String, Node> websocket = socket == null ? Map.of() : mapping(socket, "websocket", WEBSOCKET_KEYS);
        String stateTable = text(keys, "state_table", "trebuche-actor-state", STATE_TABLE, STATE_TABLE_WORDS);
        String connectionTable = text(keys, "connection_table", "trebuche-connections", TABLE, TABLE_WORDS);
        checkTables(keys, stateTable, connectionTable);
        return new DeploymentConfig(
                text(
                        keys,
                        "name",
                        "trebuchet",
                        "[A-Za-z][A-Za-z0-9-]{0,39}",
                        "a name of at most 40 letters, digits and -, a letter first"),
                optionalText(keys, "region", "[a-z]{2}(-[a-z]+)+-\\d", "a region like eu-central-1"),
                enabled(websocket.get("enabled")),
                text(
                        websocket,
                        "stage",
                        "production",
                        "[A-Za-z0-9_-]{1,128}",
                        "a name of at most 128 letters, digits, _ and -"),
                routes(websocket.get("routes")),
                connectionTable,
                stateTable,
                optionalText(keys, "actors", "[A-Za-z_$][\\w$]*(\\.[A-Za-z_$][\\w$]*)*", "the name of a class"),
                memory(keys.get("memory")),
                retention(keys.get("log_retention_days")),
                optionalText(
                        keys,
                        "alarm_topic",
                        "arn:aws[a-z-]*:sns:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,256}",
                        "the ARN of an SNS topic, such as arn:aws:sns:eu-central-1:123456789012:alarms,"));
    }

    /** Refuses a table of connections that is one of the tables of states: the log and the changes have tables with names of their own. */
    private void checkTables(Map<String, Node> keys, String states, String connections) throws DeploymentException {
        List<String> own = List.of(states, states + "-log", states + "-changes");
        if (!own.contains(connections)) {
            return;
        }
        Node named = keys.get("connection_table");
        if (named == null) {
            throw error(
                    keys.get("state_table"),
                    "expected another table than connection_table, " + connections + ", but found " + states
                            + ", which has the tables " + String.join(", ", own) + "; name another connection_table");
        }
        throw error(
                named,
                "expected another table than those of state_table (" + own.get(0) + ", " + own.get(1) + " and "
                        + own.get(2) + ") but found " + connections);
    }

    /**
     * Returns the place of a value, as errors name it; that of the file where it is not there.
     *
     * @param key the keys that lead to it
     */
    String place(String text, String... key) throws DeploymentException {
        Node node = root(text);
        for (String each : key) {
            Node found = null;
            if (node instanceof MappingNode mapping) {
                for (NodeTuple tuple : mapping.getValue()) {
                    if (tuple.getKeyNode() instanceof ScalarNode name
                            && name.getValue().equals(each)) {
                        found = tuple.getValueNode();
                    }
                }
            }
            if (found == null) {
                return file;
            }
            node = found;
        }
        return place(node);
    }

    private String place(Node node) {
        return node.getStartMark()
                .map(mark -> file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
                .orElse(file);
    }

    private Node root(String text) throws DeploymentException {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setUseMarks(true)
                .setCodePointLimit(MAX_CHARACTERS)
                .build();
        Optional<Node> root;
        try {
            root = new Compose(settings).composeString(text);
        } catch (MarkedYamlEngineException e) {
            String place = e.getProblemMark()
                    .map(mark -> file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
                    .orElse(file);
            String context = e.getContext() == null ? "" : e.getContext() + ": ";
            throw new DeploymentException(place + ": could not be read as YAML: " + context + e.getProblem());
        } catch (YamlEngineException e) {
            throw new DeploymentException(file + ": could not be read as YAML: " + e.getMessage());
        } catch (StackOverflowError e) {
            // The library reads what is nested by recursion, without a limit.
            throw new DeploymentException(file + ": expected a few levels of keys but found far more");
        }
        if (root.isEmpty()) {
            throw new DeploymentException(file + ":1:1: expected keys such as 'provider: aws' but the file is empty");
        }
        return root.get();
    }

    private Map<String, Node> mapping(Node node, String what, Set<String> known) throws DeploymentException {
        if (!(node instanceof MappingNode mapping)) {
            throw error(
                    node,
                    "expected " + what + " to have keys " + new TreeSet<>(known) + " but found " + described(node));
        }
        Map<String, Node> values = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node key = tuple.getKeyNode();
            if (!(key instanceof ScalarNode name) || !known.contains(name.getValue())) {
                throw error(key, "expected one of " + new TreeSet<>(known) + " but found " + described(key));
            }
            if (values.put(name.getValue(), tuple.getValueNode()) != null) {
                throw error(key, "expected each key once but found '" + name.getValue() + "' again");
            }
        }
        return values;
    }

    private String text(Map<String, Node> keys, String key, String standard, String form, String words)
            throws DeploymentException {
        String found = optionalText(keys, key, form, words);
        return found == null ? standard : found;
    }

    private @Nullable String optionalText(Map<String, Node> keys, String key, String form, String words)
            throws DeploymentException {
        Node node = keys.get(key);
        if (node == null) {
            return null;
        }
        // A pattern with groups takes a level of recursion for each of them.
        if (node instanceof ScalarNode scalar
                && scalar.getValue().length() <= MAX_VALUE
                && scalar.getValue().matches(form)) {
            return scalar.getValue();
        }
        throw error(node, "expected " + key + " to be " + words + " but found " + described(node));
    }

    private boolean enabled(@Nullable Node node) throws DeploymentException {
        if (node == null) {
            return true;
        }
        if (node instanceof ScalarNode scalar) {
            switch (scalar.getValue()) {
                case "true" -> {
                    return true;
                }
                case "false" -> {
                    return false;
                }
                default -> {
                    // Said below.
                }
            }
        }
        throw error(node, "expected enabled to be true or false but found " + described(node));
    }

    private List<String> routes(@Nullable Node node) throws DeploymentException {
        if (node == null) {
            return DeploymentConfig.NEEDED_ROUTES;
        }
        if (!(node instanceof SequenceNode sequence)) {
            throw error(
                    node,
                    "expected routes to be a list like [$connect, $disconnect, $default] but found " + described(node));
        }
        if (sequence.getValue().size() > MAX_ROUTES) {
            throw error(
                    node,
                    "expected at most " + MAX_ROUTES + " routes, as API Gateway has, but found "
                            + sequence.getValue().size());
        }
        List<String> routes = new ArrayList<>();
        for (Node each : sequence.getValue()) {
            if (!(each instanceof ScalarNode scalar)
                    || !scalar.getValue().matches("\\$(connect|disconnect|default)|[A-Za-z0-9._-]{1,128}")) {
                throw error(
                        each,
                        "expected a route such as $default or the type of a message but found " + described(each));
            }
            if (routes.contains(scalar.getValue())) {
                throw error(each, "expected each route once but found '" + scalar.getValue() + "' again");
            }
            routes.add(scalar.getValue());
        }
        for (String needed : DeploymentConfig.NEEDED_ROUTES) {
            if (!routes.contains(needed)) {
                throw error(
                        node,
                        "expected the routes " + DeploymentConfig.NEEDED_ROUTES + " but " + needed + " is missing");
            }
        }
        return routes;
    }

    private int memory(@Nullable Node node) throws DeploymentException {
        int memory = node == null ? 1024 : number(node);
        if (node != null && (memory < 256 || memory > 10_240)) {
            throw error(node, "expected memory to be 256 to 10240 (MB) but found " + described(node));
        }
        return memory;
    }

    private int retention(@Nullable Node node) throws DeploymentException {
        int days = node == null ? 30 : number(node);
        if (node != null && !RETENTIONS.contains(days)) {
            throw error(
                    node, "expected log_retention_days to be one of " + RETENTIONS + " but found " + described(node));
        }
        return days;
    }

    private static int number(Node node) {
        return node instanceof ScalarNode scalar && scalar.getValue().matches("\\d{1,5}")
                ? Integer.parseInt(scalar.getValue())
                : -1;
    }

    private static String described(Node node) {
        return switch (node) {
            case ScalarNode scalar -> "'" + shown(scalar.getValue()) + "'";
            case SequenceNode list -> "a list";
            default -> "keys";
        };
    }

    private static String shown(String value) {
        String start = value.length() > SHOWN ? value.substring(0, SHOWN) + "…" : value;
        return start.replaceAll("\\p{Cntrl}", "?");
    }

    private DeploymentException error(@Nullable Node node, String what) {
        return new DeploymentException((node == null ? file : place(node)) + ": " + what);
    }
}
