-- SPDX-License-Identifier: Apache-2.0
--
-- The script by which all states of a Trebuchet FX store on Redis 6.2 or later are read and written, by its nodes and by
-- anybody else. An edit makes the next version of a state, logs it, and tells it to all nodes:
--
--     redis-cli --eval actor-state.lua trebuchet , edit counter '{"count": 5}'
--     redis-cli --eval actor-state.lua trebuchet , edit counter '{"count": 5}' 2       with the version of the JSON's shape
--     redis-cli --eval actor-state.lua trebuchet , delete counter
--
-- "trebuchet" is the store's option key-prefix. In a cluster, give the key of the actor's partition in its place, such as
-- '{trebuchet:5}', and -c; the script names the right one where it is another. An edit returns the number of the version,
-- and changes nothing where state and shape are what they were. A deletion returns 1, or 0 where there was no state.
--
-- A partition N is what has the hash tag {trebuchet:N}; the first 32 bits of the SHA-1 of an actor's name choose it:
--     {trebuchet:N}                    hash: the number of partitions, the retention of the logs, and a count of changes
--     {trebuchet:N}:changes            stream: news of the newest changes
--     {trebuchet:N}:state:ACTOR        hash: the newest state
--     {trebuchet:N}:log:ACTOR          stream: the newest versions; an entry's id is LIFE-NUMBER
--     {trebuchet:N}:writes:ACTOR       hash: the entries by the ids of writes and the keys of calls
-- A life is a generation of the state, counted from 1, and a number counts its versions.

local MAX_CHANGES = 10000
local MAX_STATE_BYTES = 8388608
local MAX_NAME_UNITS = 255
local PAGE = 64

local function text(number)
    return string.format('%.0f', number)
end

local function refuse(why)
    return redis.error_reply('ERR ' .. why)
end

local function uuid(seed)
    local h = redis.sha1hex(seed)
    return string.sub(h, 1, 8) .. '-' .. string.sub(h, 9, 12) .. '-8' .. string.sub(h, 14, 16) .. '-a'
        .. string.sub(h, 18, 20) .. '-' .. string.sub(h, 21, 32)
end

local function micros()
    local time = redis.call('TIME')
    return tonumber(time[1]) * 1000000 + tonumber(time[2])
end

local function keysOf(tag, actor)
    local keys = {
        partition = tag,
        actor = actor,
        changes = tag .. ':changes',
        state = tag .. ':state:' .. actor,
        log = tag .. ':log:' .. actor,
        writes = tag .. ':writes:' .. actor
    }
    -- While a slot moves to another server of a cluster, a key that is still at the other one looks as if it did not exist. A
    -- command that names several keys is refused there unless all of them have come, and then nothing is done.
    redis.call('EXISTS', keys.partition, keys.changes, keys.state, keys.log, keys.writes)
    return keys
end

-- Returns fields of the state. It is read before anything is written, so that nothing is stored where the key has something else.
local function stateFields(keys, ...)
    local found = redis.pcall('HMGET', keys.state, ...)
    if found.err and string.find(found.err, 'WRONGTYPE', 1, true) then
        error("the key '" .. keys.state .. "' has no state, since somebody has put something else there; delete it by DEL")
    end
    if found.err then
        error(found.err)
    end
    return found
end

local function newest(keys)
    local found = stateFields(keys, 'generation', 'life', 'number', 'writeId')
    if not found[1] then
        return nil
    end
    return {generation = found[1], life = found[2], number = tonumber(found[3]), writeId = found[4]}
end

local function idOf(version)
    return version.life .. '-' .. text(version.number)
end

-- Returns the fields of an entry of a stream as a table.
local function fieldsOf(entry)
    local fields = {}
    for i = 1, #entry[2], 2 do
        fields[entry[2][i]] = entry[2][i + 1]
    end
    return fields
end

-- Returns how many bytes of the retention an entry takes up: that of its state or patch, and that of the call's result.
local function sizeOf(fields)
    return #(fields.patch or fields.state) + #(fields.result or '')
end

local function tell(keys, number, at)
    local count = redis.pcall('HINCRBY', keys.partition, 'changes', 1)
    if type(count) ~= 'number' then
        -- It was no number; the nodes notice that it jumps.
        count = 1
        redis.call('HSET', keys.partition, 'changes', count)
    end
    local news = {'MAXLEN', '~', MAX_CHANGES, '*',
        'count', count, 'actor', keys.actor, 'number', number, 'storedAt', at}
    local added = redis.pcall('XADD', keys.changes, unpack(news))
    if type(added) == 'table' and added.err then
        -- It is no stream, or has an entry with the highest id that there is. The nodes notice that it is another one.
        redis.call('DEL', keys.changes)
        redis.call('XADD', keys.changes, unpack(news))
    end
end

-- Forgets what the retention does not keep, but for what the oldest entry within it is made of.
local function trim(keys, log, at, retention)
    local base = log.base
    while log.kept > 1
        and (log.kept > retention.versions or log.bytes > retention.bytes or at - log.oldestAt > retention.age) do
        local entry = redis.call('XRANGE', keys.log, '(' .. log.oldest, '+', 'COUNT', 1)[1]
        if not entry then
            break
        end
        local fields = fieldsOf(entry)
        log.kept = log.kept - 1
        -- A former script did not count results.
        log.bytes = math.max(log.bytes - log.oldestSize, 0)
        log.oldest = entry[1]
        log.oldestAt = tonumber(fields.storedAt)
        log.oldestSize = sizeOf(fields)
        if fields.state then
            log.base = entry[1]
        end
    end
    if log.kept == 1 then
        log.bytes = log.oldestSize
    end
    if log.base == base then
        return
    end
    local from = '-'
    repeat
        local page = redis.call('XRANGE', keys.log, from, '(' .. log.base, 'COUNT', PAGE)
        for _, entry in ipairs(page) do
            local fields = fieldsOf(entry)
            for _, name in ipairs({'w:' .. fields.writeId, fields.call and 'c:' .. fields.call}) do
                if redis.call('HGET', keys.writes, name) == entry[1] then
                    redis.call('HDEL', keys.writes, name)
                end
            end
            from = '(' .. entry[1]
        end
    until #page < PAGE
    redis.call('XTRIM', keys.log, 'MINID', log.base)
end

-- Stores a version with its log entry, and tells it. Returns the time.
local function append(keys, version, write, retention)
    local at = micros()
    local id = idOf(version)
    local patch = write.patch
    if version.life == '1' and version.number == 1 then
        redis.call('DEL', keys.log, keys.writes)
        patch = nil
    end
    local content = patch or write.state
    local entry = {'generation', version.generation, 'writeId', write.writeId, 'schema', write.schema,
        'storedAt', text(at), patch and 'patch' or 'state', content}
    if write.call then
        entry[#entry + 1] = 'call'
        entry[#entry + 1] = write.call
    end
    if write.result then
        entry[#entry + 1] = 'result'
        entry[#entry + 1] = write.result
    end
    local function size(stored)
        return #stored + #(write.result or '')
    end
    local log
    local added = redis.pcall('XADD', keys.log, id, unpack(entry))
    if type(added) == 'table' and added.err then
        if not string.find(added.err, 'equal or smaller', 1, true)
            and not string.find(added.err, 'WRONGTYPE', 1, true) then
            -- Raises the error.
            redis.call('XADD', keys.log, id, unpack(entry))
        end
    else
        local b = redis.call('HMGET', keys.state, 'base', 'oldest', 'oldestAt', 'oldestSize', 'kept', 'bytes')
        if b[1] then
            log = {base = b[1], oldest = b[2], oldestAt = tonumber(b[3]), oldestSize = tonumber(b[4]),
                kept = tonumber(b[5]), bytes = tonumber(b[6])}
        elseif not patch then
            log = {base = id, oldest = id, oldestAt = at, oldestSize = size(content), kept = 0, bytes = 0}
        end
    end
    local function remember()
        assert(log and log.oldest)
        log.kept = log.kept + 1
        log.bytes = log.bytes + size(entry[10])
        redis.call('HSET', keys.writes, 'w:' .. write.writeId, id)
        if write.call then
            redis.call('HSET', keys.writes, 'c:' .. write.call, id)
        end
        trim(keys, log, at, retention)
        return {'base', log.base, 'oldest', log.oldest, 'oldestAt', text(log.oldestAt),
            'oldestSize', text(log.oldestSize), 'kept', text(log.kept), 'bytes', text(log.bytes)}
    end
    -- What a script has written stays when it fails. A log with an entry that the state does not have would show a call as
    -- done that is not, so what others may have broken must not end the script from here on.
    local isSound, bounds = pcall(remember)
    if not isSound then
        -- The log is of another history than the state, as after a restore by hand, or has what nobody can read.
        redis.call('DEL', keys.log, keys.writes)
        entry[9] = 'state'
        entry[10] = write.state
        redis.call('XADD', keys.log, id, unpack(entry))
        log = {base = id, oldest = id, oldestAt = at, oldestSize = size(write.state), kept = 0, bytes = 0}
        bounds = remember()
    end
    redis.call('HSET', keys.state, 'generation', version.generation, 'life', version.life,
        'number', text(version.number), 'writeId', write.writeId, 'schema', write.schema, 'state', write.state,
        'storedAt', text(at), unpack(bounds))
    tell(keys, text(version.number), text(at))
    return text(at)
end

local function delete(keys)
    if redis.call('DEL', keys.state, keys.log, keys.writes) == 0 then
        return 0
    end
    tell(keys, '', text(micros()))
    return 1
end

local function retentionOf(partition)
    local r = redis.call('HMGET', partition, 'versions', 'age', 'bytes')
    return {versions = tonumber(r[1] or 4000), age = tonumber(r[2] or 300000000), bytes = tonumber(r[3] or 8388608)}
end

-- Returns whether the database has lost a version that a node has shown, as after a failover.
local function isLost(keys, current, shown)
    if shown.generation ~= current.generation then
        return false
    end
    if shown.number >= current.number then
        return shown.number > current.number or shown.writeId ~= current.writeId
    end
    local id = current.life .. '-' .. text(shown.number)
    if redis.call('HGET', keys.writes, 'w:' .. shown.writeId) == id then
        return false
    end
    -- A write that was repeated after a failover has another number now.
    local entry = redis.call('XRANGE', keys.log, id, id)[1]
    return entry ~= nil and fieldsOf(entry).writeId ~= shown.writeId
end

-- Reads the newest version. Where a shown one is lost, the state begins a new life, which nobody takes for the old one. A
-- node lets that happen only when it has looked for the master anew: one that was stopped may be master no more.
local function current(keys, seed, generation, number, writeId)
    local now = newest(keys)
    if now and generation ~= ''
        and isLost(keys, now, {generation = generation, number = tonumber(number), writeId = writeId}) then
        if not string.find(ARGV[3], 'r', 1, true) then
            error('TREBUCHET-LOST')
        end
        local kept = redis.call('HMGET', keys.state, 'schema', 'state')
        local version = {
            generation = uuid(seed .. ' life ' .. keys.actor), life = text(tonumber(now.life) + 1), number = 1}
        append(keys, version,
            {writeId = uuid(seed .. ' write ' .. keys.actor), schema = kept[1], state = kept[2]},
            retentionOf(keys.partition))
        return newest(keys)
    end
    return now
end

local function entriesFrom(keys, from, life, limit, maxBytes)
    local entries = {}
    local bytes = 0
    local number
    while true do
        local page = redis.call('XRANGE', keys.log, from, life, 'COUNT', math.min(PAGE, limit - #entries))
        for _, entry in ipairs(page) do
            local fields = fieldsOf(entry)
            local this = tonumber(string.match(entry[1], '%-(%d+)$'))
            if not (fields.generation and fields.writeId and fields.schema and fields.storedAt
                and (fields.patch or fields.state)) then
                -- Whoever wrote it did not use this script: it is as if the log had nothing there.
                return entries
            end
            local size = sizeOf(fields)
            if size > 2 * MAX_STATE_BYTES then
                -- A node would have no room for it.
                return entries
            end
            bytes = bytes + size
            if #entries > 0 and (bytes > maxBytes or this ~= number + 1) then
                return entries
            end
            number = this
            entries[#entries + 1] = entry
            from = '(' .. entry[1]
        end
        if #page < PAGE or #entries >= limit then
            return entries
        end
    end
end

-- What the nodes ask. All but edit, delete, open and newest have: operation, seed, mode, actor, the version shown last
-- as generation, number and writeId, and then what is their own. The mode has a t for a touch, a write by which WAIT waits
-- for all before it, and an r where a lost state may begin a new life.
local operations = {}

function operations.open()
    redis.call('HSETNX', KEYS[1], 'format', '1')
    redis.call('HSETNX', KEYS[1], 'partitions', ARGV[2])
    redis.call('HSET', KEYS[1], 'versions', ARGV[3], 'age', ARGV[4], 'bytes', ARGV[5])
    return redis.call('HMGET', KEYS[1], 'format', 'partitions')
end

-- Own: the expected generation and number, partitions, versions, age and bytes of the retention, and for each write:
-- its id, schema, state, 1 and a patch or 0 and nothing, 1 and a call's key or 0, 1 and a result or 0.
function operations.write(keys, now)
    local expected = ARGV[8] ~= ''
    if expected ~= (now ~= nil)
        or now and (now.generation ~= ARGV[8] or now.number ~= tonumber(ARGV[9])) then
        return {'conflict', now and now.generation or '', now and text(now.number) or ''}
    end
    redis.call('HSETNX', keys.partition, 'partitions', ARGV[10])
    local retention = {versions = tonumber(ARGV[11]), age = tonumber(ARGV[12]), bytes = tonumber(ARGV[13])}
    local version = now or {generation = uuid(ARGV[2] .. ' ' .. keys.actor), life = '1', number = 0}
    local reply = {'stored', version.generation, text(version.number + 1)}
    for i = 14, #ARGV, 9 do
        version.number = version.number + 1
        reply[#reply + 1] = append(keys, version, {
            writeId = ARGV[i], schema = ARGV[i + 1], state = ARGV[i + 2],
            patch = ARGV[i + 3] == '1' and ARGV[i + 4] or nil,
            call = ARGV[i + 5] == '1' and ARGV[i + 6] or nil,
            result = ARGV[i + 7] == '1' and ARGV[i + 8] or nil
        }, retention)
    end
    return reply
end

function operations.load(keys, now)
    if not now then
        return {}
    end
    local size = #(redis.call('HGET', keys.state, 'state') or '')
    if size > MAX_STATE_BYTES then
        return refuse('a state must have at most ' .. MAX_STATE_BYTES .. ' bytes but the key ' .. keys.state .. ' has '
            .. size .. '; whoever wrote it must use the script of the store')
    end
    return redis.call('HMGET', keys.state, 'generation', 'number', 'writeId', 'schema', 'state', 'storedAt')
end

-- Own: the generation, the number after which entries are wanted, and bounds of entries and bytes.
function operations.after(keys, now)
    if not now or now.generation ~= ARGV[8] then
        return {}
    end
    local first = now.life .. '-' .. text(tonumber(ARGV[9]) + 1)
    local entries = entriesFrom(keys, first, now.life, tonumber(ARGV[10]), tonumber(ARGV[11]))
    return entries[1] and entries[1][1] == first and entries or {}
end

-- Own: the same, of the version that is to be made of the entries.
operations['from-state'] = function(keys, now)
    if not now or now.generation ~= ARGV[8] then
        return {}
    end
    local wanted = now.life .. '-' .. text(tonumber(ARGV[9]))
    local to = wanted
    while true do
        local page = redis.call('XREVRANGE', keys.log, to, now.life .. '-1', 'COUNT', PAGE)
        if #page == 0 or to == wanted and page[1][1] ~= wanted then
            return {}
        end
        for _, entry in ipairs(page) do
            if fieldsOf(entry).state then
                return entriesFrom(keys, entry[1], now.life, tonumber(ARGV[10]), tonumber(ARGV[11]))
            end
            to = '(' .. entry[1]
        end
    end
end

-- Own: the id of a write, 1 and a call's key or 0.
function operations.find(keys)
    local id = redis.call('HGET', keys.writes, 'w:' .. ARGV[8])
    if not id and ARGV[9] == '1' then
        id = redis.call('HGET', keys.writes, 'c:' .. ARGV[10])
    end
    return id and redis.call('XRANGE', keys.log, id, id) or {}
end

-- After the mode: for each actor its name, and the version shown last as generation, number and writeId.
function operations.newest()
    local reply = {}
    for i = 4, #ARGV, 4 do
        local now = current(keysOf(KEYS[1], ARGV[i]), ARGV[2], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3])
        reply[#reply + 1] = now and now.generation or ''
        reply[#reply + 1] = now and text(now.number) or ''
    end
    return reply
end

-- Returns the keys of an actor, or nil and an error.
local function located(actor)
    local _, units = string.gsub(actor, '[^\128-\191]', '')
    local _, pairs16 = string.gsub(actor, '[\240-\247]', '')
    if units < 1 or units + pairs16 > MAX_NAME_UNITS or string.find(actor, '%z') then
        return nil, refuse('an actor must have a name of 1 to 255 characters without U+0000')
    end
    local prefix = string.match(KEYS[1], '^{(.+):%d+}$')
    local known = prefix and KEYS[1] or '{' .. KEYS[1] .. ':0}'
    local partitions = redis.pcall('HGET', known, 'partitions')
    if type(partitions) ~= 'string' then
        return nil, refuse("there is no store under the key '" .. known .. "'; start a node of it first, or give its"
            .. " key-prefix, and in a cluster the key of a partition such as {trebuchet:0}")
    end
    local number = tonumber(string.sub(redis.sha1hex(actor), 1, 8), 16) % tonumber(partitions)
    local tag = '{' .. (prefix or KEYS[1]) .. ':' .. text(number) .. '}'
    if prefix and tag ~= KEYS[1] then
        return nil, refuse("the actor '" .. actor .. "' belongs to another partition; give the key " .. tag)
    end
    return keysOf(tag, actor)
end

function operations.edit()
    local keys, problem = located(ARGV[2] or '')
    if not keys then
        return problem
    end
    local state = ARGV[3] or ''
    local schema = ARGV[4] or stateFields(keys, 'schema')[1] or '1'
    if not string.find(schema, '^[1-9]%d?%d?%d?%d?%d?%d?%d?%d?$') then
        return refuse("the version of the JSON's shape must be a whole number from 1 but was '" .. schema .. "'")
    end
    if #state > MAX_STATE_BYTES then
        return refuse('a state must have at most ' .. MAX_STATE_BYTES .. ' bytes but had ' .. #state)
    end
    -- Only looked at: numbers and texts are stored as they were given. Others may have settings of their own.
    local json = cjson.new()
    json.decode_invalid_numbers(false)
    local isJson, why = pcall(json.decode, state)
    if not isJson then
        return refuse('the state must be JSON: ' .. tostring(why))
    end
    local now = newest(keys)
    if now then
        local kept = redis.call('HMGET', keys.state, 'state', 'schema')
        if kept[1] == state and kept[2] == schema then
            return now.number
        end
    end
    local seed = keys.actor .. text(micros()) .. ' ' .. (redis.call('HGET', keys.partition, 'changes') or '')
        .. (now and now.writeId or '')
    local version = now or {generation = uuid(seed .. ' life'), life = '1', number = 0}
    version.number = version.number + 1
    append(keys, version, {writeId = uuid(seed .. ' write'), schema = schema, state = state},
        retentionOf(keys.partition))
    return version.number
end

function operations.delete()
    local keys, problem = located(ARGV[2] or '')
    if not keys then
        return problem
    end
    return delete(keys)
end

local name = ARGV[1] or ''
local operation = operations[name]
if not operation then
    return refuse("expected 'edit ACTOR JSON' or 'delete ACTOR' but found '" .. name .. "'")
elseif name == 'edit' or name == 'delete' or name == 'open' or name == 'newest' then
    return operation()
end
if string.find(ARGV[3], 't', 1, true) then
    redis.call('SET', KEYS[1] .. ':touched', '')
end
local keys = keysOf(KEYS[1], ARGV[4])
return operation(keys, current(keys, ARGV[2], ARGV[5], ARGV[6], ARGV[7]))
