-- A dissector of Common Presence and Instant Messaging (RFC 3862) for Wireshark and tshark, which
-- have none: tshark -X lua_script:loadtest/capture/cpim.lua -r FILE
-- The message inside is handed to the dissector of its own media type, so IMDN shows as XML. Of
-- MSRP's chunks the first has the headers and is read as far as it goes; the others are left alone.

local cpim = Proto("cpim", "Common Presence and Instant Messaging")
local header = ProtoField.string("cpim.header", "Header")
local message_id = ProtoField.string("cpim.imdn.message_id", "imdn.Message-ID")
local content_type = ProtoField.string("cpim.content_type", "Content-Type")
cpim.fields = { header, message_id, content_type }

local truncated = ProtoExpert.new("cpim.truncated", "CPIM ends within its headers",
  expert.group.MALFORMED, expert.severity.ERROR)
local not_a_header = ProtoExpert.new("cpim.not_a_header", "A line without a colon",
  expert.group.MALFORMED, expert.severity.ERROR)
cpim.experts = { truncated, not_a_header }

local byte_range = Field.new("msrp.byte.range")

-- Which octets of a message these are: whether its first, and whether all. The last range seen is
-- that of the chunk under dissection.
local function extent()
  local ranges = { byte_range() }
  if #ranges == 0 then return true, true end
  local first, last, total = tostring(ranges[#ranges].value):match("^(%d+)%-([%d*]+)/([%d*]+)")
  if not first then return true, true end
  return first == "1", first == "1" and last == total and last ~= "*"
end

-- Reads header lines from `at` to the empty line; the offset behind it, or nothing.
local function read_headers(tvb, at, tree, each)
  local bytes = tvb:bytes()
  local start = at
  for i = at, tvb:len() - 1 do
    if bytes:get_index(i) == 10 then
      local last = i
      if last > start and bytes:get_index(last - 1) == 13 then last = last - 1 end
      if last == start then return i + 1 end
      local line = tvb:range(start, last - start)
      local name, value = line:string(ENC_UTF_8):match("^([^:]+):%s*(.*)$")
      if name then
        each(name:lower(), value, line)
      else
        tree:add_tvb_expert_info(not_a_header, line)
      end
      start = i + 1
    end
  end
end

function cpim.dissector(tvb, pinfo, root)
  local begins, whole = extent()
  if not begins then return 0 end
  local tree = root:add(cpim, tvb())
  local headers_end = read_headers(tvb, 0, tree, function(name, value, range)
    tree:add(header, range)
    if name:match("%.message%-id$") then
      tree:add(message_id, range, value)
    end
  end)
  local media = "text/plain"
  local body = headers_end and read_headers(tvb, headers_end, tree, function(name, value, range)
    tree:add(header, range)
    if name == "content-type" then
      media = value:match("^[^;%s]+"):lower()
      tree:add(content_type, range, media)
    end
  end)
  if not body then
    tree:add_tvb_expert_info(truncated, tvb())
  elseif whole and body < tvb:len() then
    local inner = DissectorTable.get("media_type"):get_dissector(media)
    if inner then
      inner:call(tvb:range(body):tvb(), pinfo, root)
    end
  end
  return tvb:len()
end

DissectorTable.get("media_type"):add("message/cpim", cpim)
