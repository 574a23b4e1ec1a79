// The registration: Azure Bot, Local in West Europe, with the managed identity, and its channel to Teams.

param name string
param identityId string
param identityClientId string
param endpoint string

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: name
  // Local: what Bot Service itself keeps stays in the EU. »global« would be the other choice.
  location: 'westeurope'
  kind: 'azurebot'
  sku: {
    name: 'F0'
  }
  properties: {
    displayName: 'Teknologiradar'
    endpoint: endpoint
    msaAppId: identityClientId
    msaAppMSIResourceId: identityId
    msaAppTenantId: tenant().tenantId
    msaAppType: 'UserAssignedMSI'
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'westeurope'
  properties: {
    channelName: 'MsTeamsChannel'
  }
}
