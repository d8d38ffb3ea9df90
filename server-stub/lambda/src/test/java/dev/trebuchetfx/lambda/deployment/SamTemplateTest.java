// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.deployment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The template as CloudFormation reads it: each reference leads somewhere, and each right is needed. */
class SamTemplateTest {
    private static final Set<String> PSEUDO = Set.of(
            "AWS::Region", "AWS::Partition", "AWS::AccountId", "AWS::StackName", "AWS::URLSuffix", "AWS::NoValue");

    /** The attributes that resources of a type have, as far as they are used. */
    private static final Map<String, Set<String>> ATTRIBUTES = Map.of(
            "AWS::DynamoDB::Table", Set.of("Arn", "StreamArn"),
            "AWS::SQS::Queue", Set.of("Arn", "QueueName"),
            "AWS::IAM::Role", Set.of("Arn"),
            "AWS::Logs::LogGroup", Set.of("Arn"),
            "AWS::Serverless::Function", Set.of("Arn", "Alias"));

    private final DeploymentConfig config = new DeploymentConfig(
            "polls",
            "eu-central-1",
            true,
            "test",
            List.of("$connect", "$disconnect", "$default", "invocation"),
            "polls-connections",
            "polls-states",
            "com.example.Polls",
            512,
            14,
            null);
    private final TemplateReader template = new TemplateReader(SamTemplate.of(config));

    private String type(String resource) {
        return String.valueOf(template.at("Resources", resource, "Type"));
    }

    private Set<String> ofType(String type) {
        Set<String> found = new TreeSet<>(template.keys("Resources").keySet());
        found.removeIf(each -> !type(each).equals(type));
        return found;
    }

    @Test
    void eachReferenceLeadsToSomethingThatIsThere() {
        Set<String> known = new HashSet<>(PSEUDO);
        known.addAll(template.keys("Resources").keySet());
        known.addAll(template.keys("Parameters").keySet());

        assertThat(template.references)
                .isNotEmpty()
                .allSatisfy((place, names) -> assertThat(known).as(place).containsAll(names));
        assertThat(template.conditions).isEqualTo(template.keys("Conditions").keySet());
        assertThat(template.attributes).allSatisfy(each -> {
            String resource = each.substring(0, each.indexOf('.'));
            assertThat(ATTRIBUTES.get(type(resource))).as(each).contains(each.substring(each.indexOf('.') + 1));
        });
    }

    @Test
    void noResourceNeedsItself() {
        Map<String, Set<String>> needs = new HashMap<>();
        template.references.forEach((place, names) -> {
            if (place.startsWith("Resources/")) {
                needs.put(place.substring("Resources/".length()), new HashSet<>(names));
            }
        });
        Set<String> global = template.references.getOrDefault("Globals/Function", Set.of());
        ofType("AWS::Serverless::Function")
                .forEach(each -> requireNonNull(needs.get(each)).addAll(global));
        for (boolean progress = true; progress; ) {
            progress =
                    needs.entrySet().removeIf(each -> each.getValue().stream().noneMatch(needs::containsKey));
        }
        assertThat(needs).as("resources that need each other").isEmpty();
    }

    @Test
    void theFunctionsAreThoseOfThisModule() throws Exception {
        assertThat(ofType("AWS::Serverless::Function")).containsExactly("StateStreamFunction", "WebSocketFunction");
        for (String function : ofType("AWS::Serverless::Function")) {
            String handler = String.valueOf(template.at("Resources", function, "Properties", "Handler"));
            assertThat(RequestHandler.class).isAssignableFrom(Class.forName(handler));
        }
        assertThat(template.at("Globals", "Function", "SnapStart", "ApplyOn")).isEqualTo("PublishedVersions");
        assertThat(template.at("Globals", "Function", "MemorySize")).isEqualTo("512");
        assertThat(template.at("Resources", "WebSocketFunction", "Properties", "Timeout"))
                .as("the gateway waits 29 s")
                .isEqualTo("29");
        assertThat(template.keys("Globals", "Function", "Environment", "Variables"))
                .containsOnlyKeys(
                        "TREBUCHET_STATE_TABLE",
                        "TREBUCHET_LOG_TABLE",
                        "TREBUCHET_CONNECTION_TABLE",
                        "TREBUCHET_CONNECTIONS_ENDPOINT",
                        "TREBUCHET_ACTORS")
                .containsEntry("TREBUCHET_ACTORS", "com.example.Polls");
    }

    @Test
    void eachRouteHasAResource() {
        assertThat(ofType("AWS::ApiGatewayV2::Route").stream()
                        .map(each -> template.at("Resources", each, "Properties", "RouteKey")))
                .containsExactlyInAnyOrder("$connect", "$disconnect", "$default", "invocation");
        assertThat(template.list("Resources", "WebSocketStage", "DependsOn"))
                .containsExactlyInAnyOrderElementsOf(ofType("AWS::ApiGatewayV2::Route"));
        assertThat(template.at("Parameters", "Stage", "Default")).isEqualTo("test");
        assertThat(template.at("Resources", "WebSocketApi", "Properties", "ProtocolType"))
                .isEqualTo("WEBSOCKET");
    }

    @Test
    void theTablesHaveKeysThatAreDefinedAndNoOthers() {
        assertThat(ofType("AWS::DynamoDB::Table")).containsExactly("ConnectionTable", "LogTable", "StateTable");
        for (String table : ofType("AWS::DynamoDB::Table")) {
            Set<Object> defined = names(template.list("Resources", table, "Properties", "AttributeDefinitions"));
            Set<Object> used = names(template.list("Resources", table, "Properties", "KeySchema"));
            if (template.at("Resources", table, "Properties", "LocalSecondaryIndexes") instanceof List<?> indexes) {
                for (int i = 0; i < indexes.size(); i++) {
                    used.addAll(names(template.list(
                            "Resources",
                            table,
                            "Properties",
                            "LocalSecondaryIndexes",
                            String.valueOf(i),
                            "KeySchema")));
                }
            }
            assertThat(used).as(table).isEqualTo(defined);
        }
        assertThat(template.at("Resources", "StateTable", "Properties", "StreamSpecification", "StreamViewType"))
                .isEqualTo("NEW_AND_OLD_IMAGES");
        assertThat(template.at(
                        "Resources", "ConnectionTable", "Properties", "TimeToLiveSpecification", "AttributeName"))
                .isEqualTo("ttl");
        assertThat(template.at("Resources", "LogTable", "Properties", "TimeToLiveSpecification", "AttributeName"))
                .isEqualTo("expiresAt");
        assertThat(template.at("Resources", "StateTable", "DeletionPolicy")).isEqualTo("Retain");
        assertThat(template.at("Parameters", "StateTableName", "Default")).isEqualTo("polls-states");
        assertThat(template.at("Parameters", "ConnectionTableName", "Default")).isEqualTo("polls-connections");
    }

    private static Set<Object> names(List<Object> keys) {
        Set<Object> names = new HashSet<>();
        keys.forEach(each -> names.add(requireNonNull(((Map<?, ?>) each).get("AttributeName"))));
        return names;
    }

    @Test
    void theStreamIsReadInOrderAndGivenUpAtLast() {
        Map<String, Object> stream =
                template.keys("Resources", "StateStreamFunction", "Properties", "Events", "States", "Properties");

        assertThat(stream).containsEntry("FunctionResponseTypes", List.of("ReportBatchItemFailures"));
        assertThat(stream).containsEntry("StartingPosition", "TRIM_HORIZON");
        assertThat(stream).containsKeys("MaximumRetryAttempts", "MaximumRecordAgeInSeconds", "DestinationConfig");
    }

    /** A function for which SAM makes a role gets managed policies, which allow to read any stream and to write any log. */
    @Test
    void noRightIsWiderThanNeeded() {
        for (String function : ofType("AWS::Serverless::Function")) {
            Map<String, Object> properties = template.keys("Resources", function, "Properties");
            String role = function.replace("Function", "Role");
            assertThat(properties).containsEntry("Role", Map.of("Fn::GetAtt", role + ".Arn"));
            assertThat(properties).doesNotContainKey("Policies");
            assertThat(template.keys("Resources", role, "Properties"))
                    .containsOnlyKeys("AssumeRolePolicyDocument", "Policies");
            List<Object> policies = template.list("Resources", role, "Properties", "Policies");
            assertThat(policies).hasSize(1);
            for (Object each :
                    template.list("Resources", role, "Properties", "Policies", "0", "PolicyDocument", "Statement")) {
                Map<?, ?> statement = (Map<?, ?>) each;
                assertThat((List<?>) statement.get("Action")).allSatisfy(action -> assertThat(action.toString())
                        .matches("(dynamodb|execute-api|sqs|logs):[A-Z][A-Za-z]+"));
                Object resource = requireNonNull(statement.get("Resource"));
                assertThat(resource).isNotEqualTo("*");
                assertThat(resource.toString()).contains("Fn::").doesNotContain("stream/*");
            }
        }
        assertThat(SamTemplate.of(config)).doesNotContain("ManagedPolicyArns", "arn:aws:iam");
    }

    @Test
    void tablesThatAFormerStackHasLeftAreUsedAndNotMade() {
        for (String table : List.of("StateTable", "LogTable")) {
            assertThat(template.at("Resources", table, "Condition")).isEqualTo("MakesStateTables");
            assertThat(template.at("Resources", table, "DeletionPolicy")).isEqualTo("Retain");
        }
        assertThat(template.at("Resources", "ConnectionTable", "Condition")).isNull();
        assertThat(template.at("Parameters", "StateStream", "Default")).isEqualTo("none");
        template.references.forEach((place, names) -> {
            if (!place.equals("Resources/StateStreamFunction") && !place.equals("Resources/StateStreamRole")) {
                assertThat(names).as("%s, which is there in any case", place).doesNotContain("StateTable", "LogTable");
            }
        });
        assertThat(template.attributes).doesNotContain("StateTable.Arn", "LogTable.Arn");
    }

    @Test
    void alarmsAreToldToTheTopicOfTheFile() throws Exception {
        assertThat(template.at("Parameters", "AlarmTopic", "Default")).isEqualTo("none");
        String topic = "arn:aws:sns:eu-central-1:123456789012:polls-alarms";
        DeploymentConfig told = DeploymentConfig.read("trebuchet.yaml", "alarm_topic: " + topic);

        assertThat(new TemplateReader(SamTemplate.of(told)).at("Parameters", "AlarmTopic", "Default"))
                .isEqualTo(topic);
        assertThat(DeploymentCommands.of(told, "f.jar")).contains(" AlarmTopic=" + topic);
        assertThat(DeploymentCommands.of(config, "f.jar")).contains(" AlarmTopic=none");
        assertThat(ofType("AWS::CloudWatch::Alarm"))
                .allSatisfy(alarm -> assertThat(template.at("Resources", alarm, "Properties", "AlarmActions"))
                        .isNotNull());
    }

    @Test
    void alarmsAndLogsAreThere() {
        assertThat(ofType("AWS::CloudWatch::Alarm"))
                .contains("WebSocketErrors", "StateStreamLag", "ChangesGivenUp", "WebSocketThrottles");
        assertThat(ofType("AWS::Logs::LogGroup")).hasSize(2).allSatisfy(logs -> assertThat(
                        template.at("Resources", logs, "Properties", "RetentionInDays"))
                .isEqualTo("14"));
    }

    @Test
    void theCommandsNameTheStackAndItsRegion() {
        String commands = DeploymentCommands.of(config, "/somewhere/functions.jar");

        assertThat(commands)
                .contains("cp '/somewhere/functions.jar' functions.jar")
                .contains("sam deploy --template-file template.yaml --stack-name polls --capabilities CAPABILITY_IAM")
                .contains("--region eu-central-1")
                // Those of a stack that is there would stay as they are otherwise.
                .contains(" --parameter-overrides Stage=test StateTableName=polls-states"
                        + " ConnectionTableName=polls-connections ");
        assertThat(String.valueOf(template.at("Globals", "Function", "CodeUri")))
                .isEqualTo(SamTemplate.JAR);
    }
}
